/** Kills what is left of the process group that a detached child led, so that nothing which it started outlives it. */
export function killGroup({ pid }) {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error // EPERM: macOS, for a group of zombies
  }
}

import { checkEmptyCruiseFails, checkImportLaw, checkPlantedViolationFails } from './import-law.mjs'
import { runTool } from './run-tool.mjs'

/** The checks that run nothing of the product; each counts as one test and answers its problems. */
export const staticChecks = [
  { title: 'types (tsc)', check: tools(['next', 'typegen'], ['tsc', '--noEmit', '-p', '.']) },
  { title: 'lint and format (biome)', check: tools(['biome', 'ci', '--colors=off', '.']) },
  { title: 'dead code (knip)', check: tools(['knip', '--no-progress']) },
  { title: 'import law (dependency-cruiser)', check: checkImportLaw },
  { title: 'import law: an empty cruise fails', check: checkEmptyCruiseFails },
  { title: 'import law: a planted violation fails', check: checkPlantedViolationFails },
]

/** One after another; stops at the first that fails, and answers its words. */
function tools(...commands) {
  return async ({ signal }) => {
    for (const command of commands) {
      const { code, output } = await runTool(command, { signal, env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' } })
      if (code !== 0) return [output.trim() || `${command.join(' ')} ended with ${code}`]
    }
    return []
  }
}

/**
 * What is wrong with a run of dependency-cruiser: the broken rules, and the modules on disk that it never looked at.
 * It succeeds when it cruises nothing (say, after an upgrade of the compiler that it cannot parse), so the second half
 * is what makes the first worth anything.
 *
 * @param {{ modules: { source: string }[], summary: { violations: { rule: { name: string, severity: string }, from: string, to: string }[] } }} result
 * @param {string[]} files the modules that must have been looked at, relative to the same folder
 * @returns {string[]} problems; none = good
 */
export function judgeCruise(result, files) {
  const cruised = new Set(result.modules.map((module) => module.source))
  const missed = files.filter((file) => !cruised.has(file))
  const broken = result.summary.violations.filter((violation) => violation.rule.severity === 'error')
  return [
    ...(files.length === 0 ? ['there is nothing to cruise'] : []),
    ...(missed.length > 0
      ? [`${missed.length} of ${files.length} modules were not looked at: ${missed.slice(0, 5).join(', ')} …`]
      : []),
    ...broken.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
  ]
}

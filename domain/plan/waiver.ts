import type { Finding } from './plan'

/** What a person answers for: this finding, with this evidence. Another fact under the same id is not waived by it. */
export interface Waiver {
  readonly findingId: string
  readonly evidence: string
  readonly by: string
  readonly reason: string
}

/** Blockers that somebody has waived stand in the way no longer; they keep the name and the reason. */
export function waive(findings: readonly Finding[], waivers: readonly Waiver[]): Finding[] {
  return findings.map((finding) => {
    const waiver = waivers.find(({ findingId, evidence }) => findingId === finding.id && evidence === finding.evidence)
    if (finding.waivable !== true || waiver === undefined) return finding
    const { by, reason } = waiver
    return { ...finding, severity: 'passed', waived: { by, reason } }
  })
}

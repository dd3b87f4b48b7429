/// The sentences that every export carries.

package let disclaimer = "Research use only, not for diagnosis"

/// What is said of every number that came of networks in eight bits.
package let reducedNotice = "8-bit networks, for triage: numbers differ slightly from float32"

/// The disclaimer, and what else has to be said of the numbers of these readings.
package func notice(of readings: [Reading?]) -> String {
  let isReduced = readings.contains { $0?.provenance.isReduced ?? false }
  return isReduced ? "\(disclaimer). \(reducedNotice)" : disclaimer
}

/// What a session adds up to: how far, how fast, and how often reader and pack agree. A fold; no clock.

import Foundation
package import Review

/// Agreement of two yes-or-no answers.
package struct Agreement: Equatable, Sendable {
  package var both = 0
  package var onlyPack = 0
  package var onlyReader = 0
  package var neither = 0

  package init() {}

  package var count: Int { both + onlyPack + onlyReader + neither }
  package var share: Double? { count > 0 ? Double(both + neither) / Double(count) : nil }

  /// Cohen's kappa (Cohen 1960); nil under ten answers, or where both always say the same one thing.
  package var kappa: Double? {
    guard count >= 10 else { return nil }
    let n = Double(count)
    let observed = Double(both + neither) / n
    let pack = Double(both + onlyPack) / n
    let reader = Double(both + onlyReader) / n
    let expected = pack * reader + (1 - pack) * (1 - reader)
    return expected < 1 ? (observed - expected) / (1 - expected) : nil
  }
}

package struct SessionSummary: Equatable, Sendable {
  package private(set) var signedOff = 0
  package private(set) var answers = 0
  package private(set) var annotations = 0
  /// Seconds from one sign-off to the next, in order; pauses of more than five minutes are left out.
  package private(set) var readingSeconds: [Double] = []
  package private(set) var byLabel: [String: Agreement] = [:]
  package private(set) var all = Agreement()
  /// How the answers to abstentions came out.
  package private(set) var abstained: [Answer: Int] = [:]
  /// Answers that changed after the reveal, towards what the pack says and away from it.
  package private(set) var towardsPack = 0
  package private(set) var awayFromPack = 0
  package private(set) var blindFilms = 0

  static let longestPause = 300.0

  package init(_ session: Session, verdicts: [StudyID: RowVerdict]) {
    for study in session.studies {
      let record = session.record(of: study)
      signedOff += record.signedOff == nil ? 0 : 1
      answers += record.answers.count
      annotations += record.annotations.count
      if let verdict = verdicts[study] { compare(record, verdict) }
      if let blind = record.blindAnswers { compareBlind(blind, record, verdicts[study]) }
    }
    readingSeconds = Self.times(session)
  }

  private mutating func compare(_ record: StudyRecord, _ verdict: RowVerdict) {
    for (index, label) in verdict.labels.enumerated() {
      guard let answer = record.answers[label] else { continue }
      if verdict.states[index] == .uncertain { abstained[answer, default: 0] += 1 }
      guard verdict.states[index] != .uncertain, answer != .undetermined else { continue }
      func count(_ agreement: inout Agreement) {
        switch (verdict.states[index] == .present, answer == .present) {
        case (true, true): agreement.both += 1
        case (true, false): agreement.onlyPack += 1
        case (false, true): agreement.onlyReader += 1
        case (false, false): agreement.neither += 1
        }
      }
      count(&all)
      count(&byLabel[label, default: Agreement()])
    }
  }

  private mutating func compareBlind(
    _ blind: [String: Answer], _ record: StudyRecord, _ verdict: RowVerdict?
  ) {
    blindFilms += 1
    guard let verdict else { return }
    for (label, before) in blind {
      guard let after = record.answers[label], after != before,
        let index = verdict.labels.firstIndex(of: label)
      else { continue }
      let packSays: Answer? =
        switch verdict.states[index] {
        case .present: .present
        case .absent: .absent
        case .uncertain: nil
        }
      if after == packSays { towardsPack += 1 } else if before == packSays { awayFromPack += 1 }
    }
  }

  private static func times(_ session: Session) -> [Double] {
    let signed = session.decisions.filter { $0.act == .signOff && !session.undone.contains($0.sequence) }
    return zip(signed, signed.dropFirst()).map { $1.time.timeIntervalSince($0.time) }
      .filter { $0 > 0 && $0 <= longestPause }
  }

  /// The value under which this share of the reading times lies; nil without any.
  package func seconds(at share: Double) -> Double? {
    let sorted = readingSeconds.sorted()
    guard !sorted.isEmpty else { return nil }
    return sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
  }
}

/// What was noticed on a film before it was read, bound to that film.

package import Imaging
package import Trust

/// A quality report and the film that it belongs to, so that it cannot be shown beside another one.
package struct FilmQuality: Equatable, Sendable {
  package let study: StudyID
  package let report: QualityReport

  package init(study: StudyID, report: QualityReport) {
    self.study = study
    self.report = report
  }

  /// The film must not be given to a network: its findings, if there are any, are not to be relied on.
  package var isRejected: Bool { report.verdict == .rejectInput }

  /// Lets a film through to the networks.
  /// - Throws: `RejectedInput` where it must not go there.
  package func admit() throws(RejectedInput) {
    if isRejected { throw RejectedInput(quality: self) }
  }

  /// What was noticed, a sentence each with its code of DICOM CID 6135 where there is one.
  package var notices: [String] {
    report.findings.map { finding in
      finding.reason + (finding.code.map { " (\($0.scheme) \($0.value) \($0.meaning))" } ?? "")
    }
  }

  /// A few letters for a column: rejected, a repetition of another film, otherwise doubtful; nil where nothing was noticed.
  package var mark: String? {
    if isRejected { return "rej" }
    if report.findings.contains(where: { $0.check == .nearDuplicate }) { return "dup" }
    return report.findings.isEmpty ? nil : "qc"
  }

  /// Names of the checks that reject the film, as a log keeps them.
  package var rejections: [String] {
    report.findings.filter { $0.verdict == .rejectInput }.map(\.check.rawValue)
  }

  /// One line for a table or a screen; nil where nothing was noticed.
  package var line: String? {
    guard report.verdict != .accept else { return nil }
    return "input \(isRejected ? "rejected" : "doubtful"): \(report.reasons.joined(separator: " "))"
  }
}

/// A film that the quality checks keep from the networks, which know frontal chest films and nothing else.
package struct RejectedInput: Error, Equatable, CustomStringConvertible {
  package let quality: FilmQuality

  package var verdict: AbstentionVerdict {
    AbstentionVerdict(.input(quality.report.reasons.joined(separator: " ")))
  }

  /// `Not read (reject_input): The header names a lateral film.`
  package var description: String {
    "Not read (\(AbstentionState.rejectInput.rawValue)): \(quality.report.reasons.joined(separator: " "))"
  }
}

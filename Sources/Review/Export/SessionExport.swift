/// A session as files that others read: the whole as JSON, what stands as CSV, every decision as JSON lines.

internal import Foundation

package struct SessionExport: Sendable {
  private let contents: JournalContents

  package init(_ contents: JournalContents) { self.contents = contents }

  /// `{"schema":"hilum.session/1","studies":[…],"decisions":[…]}`.
  package func json() throws -> String {
    struct Study: Encodable {
      let study: StudyID
      let answers: [String: Answer]
      let signedOff: Date?
    }
    struct Document: Encodable {
      let schema = "hilum.session/1"
      let studies: [Study]
      let decisions: [Decision]
    }
    let session = contents.session
    let studies = session.studies.map { id in
      let record = session.record(of: id)
      return Study(study: id, answers: record.answers, signedOff: record.signedOff)
    }
    let encoder = JournalLine.encoder
    encoder.outputFormatting.insert(.prettyPrinted)
    let document = Document(studies: studies, decisions: session.decisions)
    return String(decoding: try encoder.encode(document), as: UTF8.self)
  }

  /// One line for each standing answer, and one for each signed study without any.
  package var csv: String {
    let session = contents.session
    var lines = [["study", "label", "answer", "signed_off", "pack", "notice"]]
    for id in session.studies {
      let record = session.record(of: id)
      let signed = record.signedOff.map { $0.formatted(.iso8601) } ?? ""
      let pack = contents.sittings.last?.pack ?? ""
      let answers = record.answers.sorted { $0.key < $1.key }
      for (label, answer) in answers {
        lines.append([id.sha256, label, answer.rawValue, signed, pack, disclaimer])
      }
      if answers.isEmpty, !signed.isEmpty { lines.append([id.sha256, "", "", signed, pack, disclaimer]) }
    }
    return lines.map(CSVText.line).joined(separator: "\n") + "\n"
  }

  /// Every decision in order, each with whether it stands and the notice.
  package func jsonLines() throws -> String {
    struct Line: Encodable {
      let decision: Decision
      let stands: Bool
      let notice: String
    }
    let session = contents.session
    return try session.decisions.map { decision in
      let line = Line(
        decision: decision, stands: !session.undone.contains(decision.sequence), notice: disclaimer)
      return String(decoding: try JournalLine.encoder.encode(line), as: UTF8.self) + "\n"
    }.joined()
  }
}

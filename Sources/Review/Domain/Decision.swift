/// What the reader said: append-only facts, in the order in which they were said.

package import Foundation

/// A reader's answer to one finding (DICOM CID 240: Present, Absent, Undetermined).
package enum Answer: String, Codable, Equatable, Sendable {
  case present, absent, undetermined
}

/// One thing that a reader did to one study.
package enum Act: Equatable, Codable, Sendable {
  case answer(label: String, Answer)
  case signOff
  /// Takes back the decision with this sequence number.
  case undo(sequence: Int)
}

/// One line of a session file.
package struct Decision: Equatable, Codable, Sendable {
  /// 1, 2, 3 … within the session.
  package let sequence: Int
  package let time: Date
  package let study: StudyID
  package let act: Act

  package init(sequence: Int, time: Date, study: StudyID, act: Act) {
    self.sequence = sequence
    self.time = time
    self.study = study
    self.act = act
  }
}

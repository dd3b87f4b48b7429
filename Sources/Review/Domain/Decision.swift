/// What the reader said: append-only facts, in the order in which they were said.

package import Foundation

/// A reader's answer to one finding (DICOM CID 240: Present, Absent, Undetermined).
package enum Answer: String, Codable, Equatable, Sendable {
  case present, absent, undetermined
}

/// One thing that a reader did to one study.
package enum Act: Equatable, Sendable {
  case answer(label: String, Answer)
  case signOff
  /// Takes back the decision with this sequence number; undoing an undo brings it back.
  case undo(sequence: Int)
}

/// One line of a session file.
package struct Decision: Equatable, Sendable {
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

/// In files a decision is one flat object: `{"act":"answer","answer":"present","label":"Mass","sequence":1,"study":…,"time":…}`.
extension Decision: Codable {
  private enum Key: String, CodingKey { case sequence, time, study, act, label, answer, undoes }
  private enum Kind: String, Codable { case answer, signOff, undo }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    sequence = try fields.decode(Int.self, forKey: .sequence)
    time = try fields.decode(Date.self, forKey: .time)
    study = try fields.decode(StudyID.self, forKey: .study)
    act =
      switch try fields.decode(Kind.self, forKey: .act) {
      case .answer:
        .answer(
          label: try fields.decode(String.self, forKey: .label),
          try fields.decode(Answer.self, forKey: .answer))
      case .signOff: .signOff
      case .undo: .undo(sequence: try fields.decode(Int.self, forKey: .undoes))
      }
  }

  package func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encode(sequence, forKey: .sequence)
    try fields.encode(time, forKey: .time)
    try fields.encode(study, forKey: .study)
    switch act {
    case .answer(let label, let answer):
      try fields.encode(Kind.answer, forKey: .act)
      try fields.encode(label, forKey: .label)
      try fields.encode(answer, forKey: .answer)
    case .signOff:
      try fields.encode(Kind.signOff, forKey: .act)
    case .undo(let sequence):
      try fields.encode(Kind.undo, forKey: .act)
      try fields.encode(sequence, forKey: .undoes)
    }
  }
}

/// What stands of a list of decisions.

import Foundation
import Review
import Testing

@Suite("Session") struct SessionTests {
  let film = StudyID(sha256: String(repeating: "a", count: 64))
  let other = StudyID(sha256: String(repeating: "b", count: 64))

  func session(_ acts: [(Act, StudyID)]) throws -> Session {
    try Session(
      acts.enumerated().map { index, act in
        Decision(
          sequence: index + 1, time: Date(timeIntervalSince1970: Double(index)), study: act.1, act: act.0)
      })
  }

  @Test("the last answer to a finding stands")
  func lastAnswer() throws {
    let session = try session([
      (.answer(label: "Mass", .present), film), (.answer(label: "Mass", .absent), film),
      (.answer(label: "Nodule", .undetermined), film),
    ])
    #expect(session.record(of: film).answers == ["Mass": .absent, "Nodule": .undetermined])
    #expect(session.record(of: other) == StudyRecord())
  }

  @Test("an undo brings the answer before it back, and undoing the undo takes it away again")
  func undoAndRedo() throws {
    var session = try session([
      (.answer(label: "Mass", .present), film), (.answer(label: "Mass", .absent), film),
      (.undo(sequence: 2), film),
    ])
    #expect(session.record(of: film).answers == ["Mass": .present])
    #expect(session.lastStanding?.sequence == 1)
    #expect(session.lastUndo?.sequence == 3)
    try session.apply(Decision(sequence: 4, time: .now, study: film, act: .undo(sequence: 3)))
    #expect(session.record(of: film).answers == ["Mass": .absent])
    #expect(session.lastUndo == nil)
    try session.apply(Decision(sequence: 5, time: .now, study: film, act: .undo(sequence: 4)))
    #expect(session.record(of: film).answers == ["Mass": .present])
  }

  @Test("two undos are redone in the opposite order")
  func twoRedos() throws {
    var session = try session([
      (.answer(label: "Mass", .present), film), (.answer(label: "Nodule", .present), film),
      (.undo(sequence: 2), film), (.undo(sequence: 1), film),
    ])
    #expect(session.lastUndo?.sequence == 4)
    try session.apply(Decision(sequence: 5, time: .now, study: film, act: .undo(sequence: 4)))
    #expect(session.lastUndo?.sequence == 3)
    try session.apply(Decision(sequence: 6, time: .now, study: film, act: .answer(label: "Hernia", .absent)))
    #expect(session.lastUndo == nil)
  }

  @Test("a signed study is open again after another answer")
  func signOff() throws {
    var session = try session([(.answer(label: "Mass", .present), film), (.signOff, film)])
    #expect(session.record(of: film).signedOff == Date(timeIntervalSince1970: 1))
    let statistics = session.statistics
    #expect((statistics.studies, statistics.signedOff, statistics.answers) == (1, 1, 1))
    try session.apply(Decision(sequence: 3, time: .now, study: film, act: .answer(label: "Mass", .absent)))
    #expect(session.record(of: film).signedOff == nil)
  }

  @Test("an undo of nothing, of another film or twice is refused")
  func refused() throws {
    var session = try session([(.answer(label: "Mass", .present), film)])
    for (target, study) in [(0, film), (2, film), (9, film), (-1, film), (1, other)] {
      #expect(throws: ReviewError.cannotUndo(sequence: target)) {
        try session.apply(Decision(sequence: 2, time: .now, study: study, act: .undo(sequence: target)))
      }
    }
    try session.apply(Decision(sequence: 2, time: .now, study: film, act: .undo(sequence: 1)))
    #expect(throws: ReviewError.cannotUndo(sequence: 1)) {
      try session.apply(Decision(sequence: 3, time: .now, study: film, act: .undo(sequence: 1)))
    }
    #expect(throws: ReviewError.outOfOrder(expected: 3, found: 7)) {
      try session.apply(Decision(sequence: 7, time: .now, study: film, act: .signOff))
    }
  }

  @Test("studies keep the order of their first decision")
  func order() throws {
    let session = try session([(.signOff, other), (.signOff, film), (.signOff, other)])
    #expect(session.studies == [other, film])
  }
}

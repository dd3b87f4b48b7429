/// What a session adds up to, what is exported of it, and the plots' numbers.

import Foundation
import Review
import Terminal
import Testing

import Workstation

@Suite("Session summary, export and plots")
struct SummaryTests {
  private func session(_ acts: [(Int, Double, Act)]) throws -> Session {
    try Session(
      acts.enumerated().map { index, entry in
        Decision(
          sequence: index + 1, time: Date(timeIntervalSince1970: entry.1), study: ReadingRoom.study(entry.0),
          act: entry.2)
      })
  }

  private var verdicts: [StudyID: RowVerdict] {
    Dictionary(
      uniqueKeysWithValues: (0..<4).map { (ReadingRoom.study($0), RowVerdict(ReadingRoom.reading($0))) })
  }

  @Test("agreement counts answers beside decisions of the pack, abstentions apart")
  func agreement() throws {
    let summary = SessionSummary(
      try session([
        (0, 0, .answer(label: "cardiomegaly", .present)), (0, 1, .answer(label: "Nodule", .present)),
        (0, 2, .answer(label: "aortic elongation", .absent)),
        (0, 3, .answer(label: "pleural effusion", .undetermined)),
      ]), verdicts: verdicts)
    #expect(summary.all.both == 1 && summary.all.onlyReader == 1 && summary.all.count == 2)
    #expect(summary.abstained == [.absent: 1])
    #expect(summary.all.kappa == nil, "two answers are too few")
  }

  @Test("kappa is Cohen's: 20 of 50 by chance alike (worked example of the 2x2 table 20 5 10 15)")
  func kappa() throws {
    var agreement = Agreement()
    (agreement.both, agreement.onlyPack, agreement.onlyReader, agreement.neither) = (20, 5, 10, 15)
    #expect(abs(try #require(agreement.kappa) - 0.4) < 1e-12)
  }

  @Test("times between sign-offs leave out long pauses, and an undone sign-off")
  func times() throws {
    let summary = SessionSummary(
      try session([
        (0, 0, .signOff), (1, 20, .signOff), (2, 60, .signOff), (3, 4000, .signOff),
        (3, 4001, .undo(sequence: 4)),
      ]), verdicts: [:])
    #expect(summary.readingSeconds == [20, 40])
    #expect(summary.seconds(at: 0.5) == 40)
    #expect(summary.signedOff == 3)
  }

  @Test("answers that change after the reveal are counted towards and away from the pack")
  func blind() throws {
    let summary = SessionSummary(
      try session([
        (0, 0, .answer(label: "cardiomegaly", .absent)), (0, 1, .answer(label: "Nodule", .absent)),
        (0, 2, .reveal),
        (0, 3, .answer(label: "cardiomegaly", .present)), (0, 4, .answer(label: "Nodule", .present)),
      ]), verdicts: verdicts)
    #expect(summary.blindFilms == 1)
    #expect(summary.towardsPack == 1)
    #expect(summary.awayFromPack == 1)
  }

  @Test("the dialog exports what was decided, once everything is on the disk")
  func dialog() {
    var room = ReadingRoom.ready()
    room.press("E")
    #expect(room.state.stack.count == 1, "nothing was decided yet")
    room.press("y")
    room.finishSaving()
    room.press("Ejj<Space>jf<BS>s<Enter>")
    guard case .export(let plan)? = room.press("<Enter>").first else {
      Issue.record("nothing was exported")
      return
    }
    #expect(plan.kinds == [.session, .long, .report, .challenge])
    #expect(plan.folder == "hilum-expors")
    #expect(plan.films.map(\.study) == [ReadingRoom.study(0)])
    #expect(plan.films[0].record.answers == ["cardiomegaly": .present])
    #expect(plan.films[0].reading?.study == ReadingRoom.study(0))
  }

  @Test("plots: bins, reliability and risk")
  func plots() {
    #expect(histogram([0, 0.1, 0.5, 1, -3, 9, .nan], bins: 2) == [3, 3])
    let answers = [(0.1, false), (0.15, true), (0.9, true)].map {
      ScoredAnswer(probability: $0.0, isPresent: $0.1, state: $0.0 > 0.5 ? .present : .absent)
    }
    #expect(reliability(answers) == [SIMD2(0.125, 0.5), SIMD2(0.9, 1)])
    #expect(riskCoverage(answers).map(\.y) == [0, 0, 1.0 / 3])
  }
}

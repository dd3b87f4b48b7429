/// `hilum score --uncertainty`: the second table, which the scores know nothing of.

import Foundation
import Testing

import hilum

@Suite("hilum score --uncertainty", .serialized)
struct ScoreUncertaintyTests {
  private func lines(_ desk: ScoreDesk, _ name: String) throws -> [[String]] {
    try desk.text(name).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test(
    "it holds entropy, mutual information and range of members, views and passes, and leaves the scores as they are"
  )
  func table() throws {
    let desk = try ScoreDesk(["a.png", "broken.png"])
    _ = try desk.score("plain.csv", ["--tta", "flip"])
    _ = try desk.score("out.csv", ["--tta", "flip", "--uncertainty", "--dropout", "4"])
    #expect(try desk.text("out.csv") == desk.text("plain.csv"))
    let (table, scores) = (try lines(desk, "out.uncertainty.csv"), try lines(desk, "out.csv"))
    #expect(
      table[0].count == 1 + 12 * (scores[0].count - 1) && table.allSatisfy { $0.count == table[0].count })
    #expect(table[2].dropFirst().allSatisfy { $0.isEmpty })
    func value(_ name: String) throws -> Double {
      let column = try #require(table[0].firstIndex(of: "Mass." + name))
      return try #require(Double(table[1][column]))
    }
    for whose in ["members", "views", "passes"] {
      let (low, high) = (try value(whose + ".lowest"), try value(whose + ".highest"))
      let (entropy, mutual) = (try value(whose + ".entropy"), try value(whose + ".mutual_information"))
      #expect(0 < low && low < high && high < 1)
      #expect(0 < mutual && mutual < entropy && entropy <= log(2))
    }
    #expect(try value("views.lowest") < value("members.lowest"), "members are means of their views")
  }

  @Test("without passes their cells are empty; --dropout alone is a mistake")
  func noPasses() throws {
    let desk = try ScoreDesk(["a.png"])
    _ = try desk.score("out.csv", ["--uncertainty", "--dropout", "0"])
    let table = try lines(desk, "out.uncertainty.csv")
    for (name, cell) in zip(table[0], table[1]).dropFirst() {
      #expect(cell.isEmpty == name.contains(".passes."), "\(name)")
    }
    #expect(try desk.score("other.csv", ["--dropout", "4"]).status == 2)
  }

  @Test("an interrupted run goes on after the last film that is whole in both tables, to the same bytes")
  func resumes() throws {
    let desk = try ScoreDesk()
    _ = try desk.score("out.csv", ["--uncertainty"])
    let (scores, table) = (try desk.text("out.csv"), try desk.text("out.uncertainty.csv"))
    for (scoreRows, tableRows) in [(4, 2), (2, 4), (6, 7), (0, 3)] {
      func cut(_ text: String, _ rows: Int, _ name: String) throws {
        let kept = text.split(separator: "\n").prefix(1 + rows).joined(separator: "\n") + "\nd.p"
        try kept.write(toFile: desk.path(name), atomically: true, encoding: .utf8)
      }
      try FileManager.default.removeItem(atPath: desk.path("out.csv"))
      try cut(scores, scoreRows, "out.csv.partial")
      // Seven of six rows stand for a kill between the two names.
      if tableRows < 7 {
        try FileManager.default.removeItem(atPath: desk.path("out.uncertainty.csv"))
        try cut(table, tableRows, "out.uncertainty.csv.partial")
      }
      let run = try desk.score("out.csv", ["--uncertainty"])
      let least = min(scoreRows, tableRows)
      #expect(run.complaints.contains { $0.contains("going on after \(least) of 6") } == (least > 0))
      #expect(try desk.text("out.csv") == scores)
      #expect(try desk.text("out.uncertainty.csv") == table)
    }
  }

  @Test("parts merge into both tables of one process; a table of somebody else is not overwritten")
  func shards() throws {
    let desk = try ScoreDesk()
    _ = try desk.score("one.csv", ["--uncertainty"])
    for part in 1...2 {
      let environment = ["PMI_RANK": "\(part - 1)", "PMI_SIZE": "2"]
      _ = try desk.score("all.csv", ["--uncertainty"], environment: environment)
    }
    #expect(try Program.run(arguments: ["score", "merge", "--output", desk.path("all.csv")]).status == 3)
    #expect(try desk.text("all.csv") == desk.text("one.csv"))
    #expect(try desk.text("all.uncertainty.csv") == desk.text("one.uncertainty.csv"))
    try "mine".write(toFile: desk.path("two.uncertainty.csv"), atomically: true, encoding: .utf8)
    let refused = try desk.score("two.csv", ["--uncertainty"])
    #expect(refused.status == 1 && refused.complaints.contains { $0.contains("is there already") })
    #expect(try desk.text("two.uncertainty.csv") == "mine")
    let other = try desk.score("one.csv")
    #expect(other.status == 1 && other.complaints.contains { $0.contains("other uncertainties") })
  }
}

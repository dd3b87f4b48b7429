/// What commands leave in the audit log, and what is left of the log when a command is killed.

import Foundation
import Imaging
import Testing

@Suite("Runs and their audit log", .serialized)
struct AuditedRunTests {
  private final class Desk {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hilum-audited-\(UUID().uuidString)")

    init() throws {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for (seed, name) in ["Doe-a.png", "Doe-b.png", "broken.png"].enumerated() {
        let gray = (0..<64 * 64).map { UInt16(truncatingIfNeeded: ($0 % 64) * 600 * (seed + 1) + $0 / 64) }
        let png = try PNGImage(rows: 64, columns: 64, gray: gray).encoded()
        try Data(name == "broken.png" ? png.prefix(60) : png[...]).write(to: folder.appending(path: name))
      }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    func text() throws -> String { try String(contentsOfFile: path("audit/audit.jsonl"), encoding: .utf8) }

    /// The entries of the log, in order.
    func entries() throws -> [[String: Any]] {
      try text().split(separator: "\n").compactMap { line in
        (try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["entry"]
          as? [String: Any]
      }
    }

    func verified() throws -> (status: Int32, entries: Int) {
      let run = try Program.run("audit", "verify", path("audit"), "--json")
      return (run.status, try run.json()["entries"] as? Int ?? -1)
    }
  }

  @Test("hilum score writes one line for each film with its numbers, and none of its name")
  func score() throws {
    let desk = try Desk()
    let run = try Program.run(
      "score", "--images", desk.folder.path, "--output", desk.path("out.csv"), "--black-images", "--audit",
      desk.path("audit"))
    #expect(run.status == 3)
    let entries = try desk.entries()
    #expect(entries.count == 3)
    let read = entries.filter { $0["error"] == nil }
    let refused = try #require(entries.first { $0["error"] != nil })
    #expect(read.count == 2 && (refused["input_sha256"] as? String)?.count == 64)
    #expect((refused["warnings"] as? [String])?.contains("scored_as_black") == true)
    for entry in read {
      let labels = try #require(entry["labels"] as? [[String: Any]])
      #expect(labels.count == 21 && entry["calibration"] as? String == "void")
      for label in labels {
        let entropy = try #require(label["entropy"] as? Double)
        let mutual = try #require(label["mutual_information"] as? Double)
        #expect(entropy > 0 && mutual >= 0 && mutual <= entropy && label["probability"] == nil)
      }
      #expect((entry["program"] as? String)?.wholeMatch(of: /hilum [0-9a-f]{16}/) != nil)
    }
    #expect(!(try desk.text().contains("Doe")))
    let verified = try desk.verified()
    #expect(verified == (0, 3))
  }

  @Test("hilum review without a terminal records what it prints, unless it is told not to")
  func review() throws {
    let desk = try Desk()
    let none = try Program.run("review", desk.path("Doe-a.png"), "--no-audit")
    #expect(none.status == 0)
    #expect(try Program.run("review", desk.path("Doe-a.png"), "--audit", desk.path("audit")).status == 0)
    let entries = try desk.entries()
    #expect(entries.count == 1 && entries[0]["calibration"] as? String == "applied")
    #expect((entries[0]["ood"] as? [String: Any])?["limit"] is Double)
    let both = try Program.run("review", desk.path("Doe-a.png"), "--no-audit", "--audit", desk.path("audit"))
    #expect(both.status == 64 || both.status == 2)
  }

  @Test("however findings are printed, the log says how many passes with dropout were made")
  func passes() throws {
    let desk = try Desk()
    let runs: [([String], Int)] = [
      (["read"], 20), (["read", "--overlay", desk.path("pictures")], 20), (["read", "--format", "json"], 20),
      (["read", "--format", "csv", "--dropout", "3"], 3), (["read", "--dropout", "0"], 0), (["review"], 20),
    ]
    for (words, _) in runs {
      let arguments = words + [desk.path("Doe-a.png"), "--audit", desk.path("audit")]
      #expect(try Program.run(arguments: arguments).status == 0)
    }
    let entries = try desk.entries()
    #expect(entries.map { $0["dropout_passes"] as? Int } == runs.map(\.1))
    for (entry, passes) in zip(entries, runs.map(\.1)) {
      let labels = try #require(entry["labels"] as? [[String: Any]])
      #expect(labels.allSatisfy { ($0["dropout_mutual_information"] is Double) == (passes > 0) })
    }
  }

  @Test("hilum drift compares the log with the scores that the pack keeps of its calibration")
  func drift() throws {
    let desk = try Desk()
    func read(_ times: Int) throws {
      let films = Array(repeating: [desk.path("Doe-a.png"), desk.path("Doe-b.png")], count: times)
      let run = try Program.run(arguments: ["read"] + films.flatMap { $0 } + ["--audit", desk.path("audit")])
      #expect(run.status == 0)
    }
    try read(1)
    let run = try Program.run("drift", "--audit", desk.path("audit"), "--json")
    let rows = try #require(try run.json()["rows"] as? [[String: Any]])
    #expect(run.status == 0 && rows.count == 22)
    #expect(rows.allSatisfy { $0["films"] as? Int == 2 && $0["alert"] as? String == "too_few" })
    #expect(rows.contains { $0["score"] as? String == "ood_score" })
    for row in rows {
      let shares = try #require(row["shares"] as? [Double])
      #expect(abs(shares.reduce(0, +) - 1) < 1e-12 && (row["expected"] as? [Double])?.count == shares.count)
    }
    // Two films again and again are not what the pack was calibrated on.
    try read(29)
    let judged = try Program.run("drift", "--audit", desk.path("audit"))
    #expect(judged.status == 5 && judged.output.contains("alert"))
    let day = try #require(judged.output.split(separator: "\n").first)
    #expect(day.contains("60 films, raised: ") && day.hasSuffix("of 22 scores"))
  }

  @Test("a program that is killed while it writes leaves an intact log that the next one goes on with")
  func killed() throws {
    let desk = try Desk()
    // Thousands of refusals: it is never done before it is killed.
    let inputs = Array(repeating: desk.path("broken.png"), count: 4000)
    let log = desk.path("audit/audit.jsonl")
    func size() -> Int {
      ((try? FileManager.default.attributesOfItem(atPath: log))?[.size] as? NSNumber)?.intValue ?? 0
    }
    var entries = 0
    for round in 0..<6 {
      let process = Process()
      process.executableURL = URL(filePath: Program.path)
      process.arguments = ["read"] + inputs + ["--audit", desk.path("audit")]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      let enough = size() + 3001 + round * 777
      while size() < enough, process.isRunning { usleep(200) }
      #expect(process.isRunning)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let left = try desk.verified()
      #expect(left.status == 0 && left.entries > entries, "round \(round)")
      entries = left.entries
    }
    #expect(try Program.run("read", desk.path("Doe-a.png"), "--audit", desk.path("audit")).status == 0)
    let whole = try desk.verified()
    #expect(whole == (0, entries + 1))
  }
}

/// `hilum evaluate`, `hilum audit` and `hilum drift`, as a script sees them.

import Foundation
import Testing

@Suite("hilum evaluate", .serialized)
struct EvaluateCommandTests {
  private final class Desk {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hilum-evaluate-\(UUID().uuidString)")
    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appending(path: name).path }
    func write(_ name: String, _ lines: [String]) throws -> String {
      try (lines.joined(separator: "\n") + "\n").write(toFile: path(name), atomically: true, encoding: .utf8)
      return path(name)
    }
    func read(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

    /// Sixty films of thirty patients with two findings; a harmless label name that is not harmless HTML.
    func tables() throws -> (predictions: String, labels: String, groups: String) {
      var (p, l, g) = (["ImageID,Mass,<b>Nodule"], ["ImageID,PatientID,Mass,<b>Nodule"], ["ImageID,sex"])
      for film in 0..<60 {
        let mass = film % 2
        let score = Double((film * 37) % 50) / 100 + (mass == 1 ? 0.4 : 0.1)
        p.append("f\(film),\(score),\(film % 10 == 0 ? "" : "0.\(film % 9)")")
        l.append("f\(film),p\(film / 2),\(mass),\(film % 3 == 0 ? "1" : film % 7 == 0 ? "-1" : "")")
        g.append("f\(film),\(film % 4 < 2 ? "F" : "M")")
      }
      return (try write("p.csv", p), try write("l.csv", l), try write("g.csv", g))
    }
  }

  @Test("a table, a JSON and a page come out of the same tables, and the page has nothing active")
  func measures() throws {
    let desk = try Desk()
    let tables = try desk.tables()
    let run = try Program.run(
      "evaluate", "--predictions", tables.predictions, "--labels", tables.labels, "--groups", tables.groups,
      "--compare", tables.predictions, "--bootstrap", "100", "--json", "--html", desk.path("report.html"))
    #expect(run.status == 0)
    let report = try run.json()
    #expect(report["schema"] as? String == "hilum.evaluation/1" && report["patients"] as? Int == 30)
    let labels = try #require(report["labels"] as? [[String: Any]])
    #expect(labels.map { $0["label"] as? String } == ["Mass", "<b>Nodule"])
    #expect(labels[1]["abstained"] as? Int == 6 && (labels[1]["unknown"] as? Int ?? 0) > 0)
    let measures = try #require(labels[0]["measures"] as? [String: [String: Any]])
    let auroc = try #require(measures["auroc"]?["value"] as? Double)
    #expect(auroc > 0.8 && measures["ece_binary"]?["interval"] != nil)
    #expect((report["groups"] as? [Any])?.count == 2)
    let comparison = try #require(report["comparison"] as? [String: Any])
    let macro = try #require(comparison["macro"] as? [String: [String: Any]])
    #expect(macro["auroc"]?["value"] as? Double == 0 && macro["auroc"]?["p"] as? Double == 1)
    let page = try desk.read("report.html")
    #expect(page.contains("<svg") && page.contains("&lt;b&gt;Nodule") && !page.contains("<b>Nodule"))
    #expect(!page.contains("<script") && !page.contains("http://") && !page.contains("https://"))
    let again = try Program.run(
      "evaluate", "--predictions", tables.predictions, "--labels", tables.labels, "--bootstrap", "100")
    #expect(again.status == 0 && again.output.contains("macro"))
  }

  @Test("unusable tables end with code 1 and one sentence that names file, line and column")
  func refuses() throws {
    let desk = try Desk()
    let tables = try desk.tables()
    for (name, lines, word) in [
      ("nan.csv", ["ImageID,Mass", "f1,nan"], "nan.csv, line 2, column Mass"),
      ("high.csv", ["ImageID,Mass", "f1,1.5"], "a probability between 0 and 1"),
      ("twice.csv", ["ImageID,Mass", "f1,0.5", "f1,0.5"], "line 3"),
      ("short.csv", ["ImageID,Mass", "f1"], "1 cells"),
      ("empty.csv", ["ImageID,Mass"], "no rows"),
      ("other.csv", ["ImageID,Edema", "f1,0.5"], "No label"),
      ("films.csv", ["ImageID,Mass", "x1,0.5"], "No film"),
    ] {
      let path = try desk.write(name, lines)
      let run = try Program.run("evaluate", "--predictions", path, "--labels", tables.labels)
      #expect(run.status == 1 && run.complaints.count == 1 && run.output.isEmpty, "\(name)")
      #expect(run.complaints.first?.contains(word) == true, "\(run.complaints)")
    }
    #expect(try Program.run("evaluate", "--labels", tables.labels).status == 2)
  }

  @Test("what was read is in the log, and a changed log gives code 4")
  func audit() throws {
    let desk = try Desk()
    let log = desk.path("audit")
    let broken = try desk.write("broken.png", ["no film"])
    for _ in 0..<3 {
      #expect(try Program.run("read", broken, "--audit", log).status == 3)
    }
    let intact = try Program.run("audit", "verify", log, "--json")
    let found = try intact.json()
    #expect(intact.status == 0 && found["entries"] as? Int == 3)
    let text = try desk.read("audit/audit.jsonl")
    try text.replacing("\"sequence\":2", with: "\"sequence\":5").write(
      toFile: desk.path("audit/audit.jsonl"), atomically: true, encoding: .utf8)
    let changed = try Program.run("audit", "verify", log)
    #expect(changed.status == 4 && changed.output.contains("line 2"))
    #expect(try Program.run("audit", "verify", desk.path("nothing")).status == 1)
  }

  @Test("without a day of the reference's scores there is no drift and no alert")
  func drift() throws {
    let desk = try Desk()
    let broken = try desk.write("broken.png", ["no film"])
    _ = try Program.run("read", broken, "--audit", desk.path("audit"))
    let reference = try desk.write("r.csv", ["ImageID,Mass", "a,0.5", "b,0.1"])
    let run = try Program.run("drift", "--reference", reference, "--audit", desk.path("audit"), "--json")
    let rows = try run.json()["rows"] as? [Any]
    #expect(run.status == 0 && rows?.isEmpty == true)
  }
}

/// `hilum read`, as a script sees it: exit codes, one line for each refusal, and a JSON that others parse.

import Foundation
import Imaging
import Testing

@Suite("hilum read", .serialized)
struct ReadCommandTests {
  /// A folder with one film that can be read and one file that cannot.
  private final class Desk {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hilum-read-\(UUID().uuidString)")
    var film: String { folder.appending(path: "film.png").path }
    var broken: String { folder.appending(path: "broken.png").path }

    init() throws {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let gray = (0..<96 * 96).map { UInt16(truncatingIfNeeded: $0 % 96 * 600 + $0 / 96) }
      let png = try PNGImage(rows: 96, columns: 96, gray: gray).encoded()
      try Data(png).write(to: URL(filePath: film))
      try Data(png.prefix(60)).write(to: URL(filePath: broken))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
  }

  @Test("a film that is read gives code 0 and a JSON with a finding for each label of the pack")
  func reads() throws {
    let desk = try Desk()
    let run = try Program.run("read", desk.film, "--format", "json")
    #expect(run.status == 0)
    #expect(run.complaints == [])
    let report = try run.json()
    #expect(report["schema"] as? String == "hilum.read/1")
    let images = try #require(report["images"] as? [[String: Any]])
    let findings = try #require(images.first?["findings"] as? [[String: Any]])
    #expect(images.count == 1 && findings.count >= 20)
    for finding in findings {
      #expect(
        Set(["label", "logits", "raw", "probability", "threshold", "state"]).isSubset(of: finding.keys))
      let state = finding["state"] as? String ?? ""
      #expect(["present", "absent", "uncertain"].contains(state))
    }
  }

  @Test("a file that is refused costs one line and code 3; the other films are still read")
  func refuses() throws {
    let desk = try Desk()
    let run = try Program.run("read", desk.broken, desk.film, "--format", "json")
    #expect(run.status == 3)
    #expect(run.complaints.count == 1 && run.complaints.allSatisfy { $0.contains("broken.png") })
    let report = try run.json()
    #expect((report["images"] as? [Any])?.count == 1)
    let refused = try #require(report["refused"] as? [[String: Any]])
    #expect(refused.count == 1 && refused.allSatisfy { $0["reason"] is String })
  }

  @Test("a film that is no frontal chest film gets its reasons in place of findings, unless it is asked for")
  func rejected() throws {
    let desk = try Desk()
    let blank = desk.folder.appending(path: "blank.png").path
    let white = [UInt16](repeating: .max, count: 96 * 96)
    try Data(PNGImage(rows: 96, columns: 96, gray: white).encoded()).write(to: URL(filePath: blank))
    let images = try #require(
      try Program.run("read", blank, "--format", "json").json()["images"] as? [[String: Any]])
    let abstention = try #require(images.first?["abstention"] as? [String: Any])
    #expect(abstention["state"] as? String == "reject_input")
    #expect((abstention["reason"] as? String)?.isEmpty == false)
    #expect((images.first?["findings"] as? [Any])?.isEmpty == true)
    let csv = try Program.run("read", blank, "--format", "csv").output.split(separator: "\n")
    #expect(csv.count == 2 && csv[1].contains("reject_input"))
    #expect(try Program.run("read", blank).output.contains("Not read (reject_input): "))
    let asked = try Program.run("read", blank, "--format", "csv", "--read-rejected").output
    #expect(asked.split(separator: "\n").count > 20)
  }

  @Test(
    "paths come from standard input and from patterns; what is no film in a folder costs a line and no code")
  func sources() throws {
    let desk = try Desk()
    let report = desk.folder.appending(path: "report.dcm")
    try Data(ReportFile.bytes).write(to: report)
    try FileManager.default.removeItem(atPath: desk.broken)
    let run = try Program.run(arguments: ["read", "-", "--format", "csv"], input: desk.folder.path + "\n")
    #expect(run.status == 0 && run.complaints.count == 1)
    #expect(run.complaints.allSatisfy { $0.contains("report.dcm") && $0.contains("no image") })
    #expect(try Program.run("read", desk.folder.path + "/*.png", "--format", "csv").output == run.output)
    #expect(try Program.run("read", report.path).status == 3)
  }

  @Test(
    "a mistake in the command line gives code 2 and says how it is used",
    arguments: [["--threads", "0"], ["--format", "xml"], ["--no-such-option"]])
  func usage(arguments: [String]) throws {
    let desk = try Desk()
    let run = try Program.run(
      "read", desk.film, arguments[0], arguments.count > 1 ? arguments[1] : "--help-me")
    #expect(run.status == 2)
    #expect(run.output.isEmpty && run.complaints.contains { $0.contains("Usage") })
  }

  @Test("the same film, pack and thread count give the same bytes for every number but the timings")
  func repeats() throws {
    let desk = try Desk()
    let findings = try (0..<2).map { _ in
      let images = try Program.run("read", desk.film, "--format", "json", "--threads", "2").json()["images"]
      let first = try #require((images as? [[String: Any]])?.first)
      let data = try JSONSerialization.data(withJSONObject: first["findings"] as Any, options: .sortedKeys)
      return String(decoding: data, as: UTF8.self)
    }
    #expect(findings[0] == findings[1] && findings[0].count > 1000)
  }

  @Test(
    "a pack whose weights were changed is refused by name; no film is called refused, and none is read",
    arguments: [["pack", "verify"], ["read", "FILM", "FILM", "--pack"]])
  func changedPack(_ words: [String]) throws {
    let desk = try Desk()
    let bundled = URL(filePath: Program.path).deletingLastPathComponent()
    let copy = desk.folder.appending(path: "pack")
    let original = sequence(first: bundled) { $0.path == "/" ? nil : $0.deletingLastPathComponent() }
      .map { $0.appending(path: "Samples/pack") }.first { FileManager.default.fileExists(atPath: $0.path) }
    try FileManager.default.copyItem(at: try #require(original), to: copy)
    let weights = copy.appending(path: "csra.safetensors")
    var bytes = try Data(contentsOf: weights)
    bytes[bytes.count - 9] ^= 1
    try bytes.write(to: weights)
    let arguments = words.map { $0 == "FILM" ? desk.film : $0 } + [copy.path]
    let run = try Program.run(arguments: arguments)
    #expect(run.status == 1 && !run.output.contains("film.png"))
    #expect(run.complaints.count == 1 && run.complaints[0].contains("csra.safetensors"))
  }
}

/// A DICOM file without pixels: a preamble, the group of the file and a SOP class.
private enum ReportFile {
  static let bytes: [UInt8] = {
    func element(_ tag: [UInt8], _ value: String) -> [UInt8] {
      let text = Array(value.utf8) + (value.utf8.count % 2 == 1 ? [0] : [])
      return tag + Array("UI".utf8) + [UInt8(text.count), 0] + text
    }
    let meta = element([2, 0, 0x10, 0], "1.2.840.10008.1.2.1")
    let preamble = [UInt8](repeating: 0, count: 128) + Array("DICM".utf8)
    let length: [UInt8] = [2, 0, 0, 0] + Array("UL".utf8) + [4, 0, UInt8(meta.count), 0, 0, 0]
    return preamble + length + meta + element([8, 0, 0x16, 0], "1.2.840.10008.5.1.4.1.1.88.33")
  }()
}

/// `hilum doctor`, `hilum manual` and the completions, run as a script would run them.

import Foundation
import Testing

struct DoctorCommandTests {
  /// A configuration folder with `toml` as its file, removed afterwards.
  func withConfiguration<T>(_ toml: String, _ body: ([String: String]) throws -> T) throws -> T {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hilum-config-\(UUID().uuidString)")
    let own = folder.appending(path: "hilum")
    try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(toml.utf8).write(to: own.appending(path: "config.toml"))
    return try body(["XDG_CONFIG_HOME": folder.path])
  }

  @Test("the report is JSON with a schema, and follows the configuration")
  func json() throws {
    try withConfiguration("graphics = \"ascii\"\ncell = \"9x18\"\ntheme = \"nord\"") { environment in
      let report = try Program.run("doctor", "--json", environment: environment)
      #expect(report.status == 0)
      let object = try report.json()
      #expect(object["schema"] as? String == "hilum.doctor/1" && object["graphics"] as? String == "ascii")
      let facts = object["facts"] as? [String: String]
      #expect(facts?["theme"]?.hasPrefix("nord, of ansi, colorblind, contrast, dark") == true)
      #expect(facts?["size"]?.contains("9x18 px, said the configuration") == true)
    }
  }

  @Test("a mistake in the configuration is a finding of the doctor and stops a review")
  func mistake() throws {
    try withConfiguration("grafics = \"sixel\"") { environment in
      let report = try Program.run("doctor", environment: environment)
      #expect(report.status == 0 && report.output.contains("there is no option 'grafics'"))
      let review = try Program.run("review", environment: environment)
      #expect(review.status == 1 && review.complaints.first?.contains("there is no option 'grafics'") == true)
    }
  }

  @Test("a wrong way of drawing is wrong usage")
  func usage() throws {
    #expect(try Program.run("doctor", "--graphics", "svga").status == 2)
    #expect(try Program.run("review", "--graphics", "svga").status == 2)
  }

  @Test("the manual page names every command, key and option, and groff finds nothing wrong with it")
  func manual() throws {
    let page = try Program.run("manual").output
    #expect(page.hasPrefix(".TH HILUM 1"))
    for command in ["read", "review", "doctor", "train", "phantom", "session export", "bench terminal"] {
      #expect(page.contains(".SS hilum \(command)\n"), "\(command)")
    }
    #expect(page.contains("\\fBTab\\fR") && page.contains("config.toml") && page.contains("\\fBramp\\fR"))
    let lines = page.split(separator: "\n")
    #expect(
      lines.allSatisfy {
        !$0.hasPrefix(".") || $0.hasPrefix(".TH") || $0.hasPrefix(".S") || $0.hasPrefix(".TP")
          || $0.hasPrefix(".PP") || $0.hasPrefix(".B") || $0.hasPrefix(".I")
      })
  }

  @Test("shells are told the commands", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    let script = try Program.run("--generate-completion-script", shell)
    #expect(script.status == 0 && script.output.contains("doctor") && script.output.contains("halfblock"))
  }
}

/// What the doctor says beyond the terminal: which files hold, and what is wrong with them.

import Foundation
import Terminal
import Workstation

extension Options {
  /// The report with the reader's own files in it.
  func completed(_ report: TerminalReport) -> TerminalReport {
    var report = report
    let file = Places.configuration ?? "no home folder"
    let exists = FileManager.default.fileExists(atPath: file)
    report.lines += [
      .init("configuration", file + (exists ? "" : " (not there: defaults hold)")),
      .init("keymap", keymapInWords),
      .init("theme", "\(theme), of \(Theme.names(in: Places.themes).joined(separator: ", "))"),
      .init("pack", pack ?? Places.pack ?? "none found"),
    ]
    report.advice += keyProblems
    return report
  }

  private var keymapInWords: String {
    let own = Places.keymap.map { FileManager.default.fileExists(atPath: $0) } ?? false
    return (keymap ?? (own ? "" : "default")) + (own ? " \(Places.keymap ?? "")" : "")
  }

  private var keyProblems: [String] {
    do {
      return try keys(Places.keymap).problems.map { "keymap.toml: \($0.sentence)" }
    } catch {
      return [Complaint.sentence(error)]
    }
  }
}

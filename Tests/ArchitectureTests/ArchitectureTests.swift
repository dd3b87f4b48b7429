/// The shape of the house, as Sources/README.md draws it.

import Foundation
import Testing

/// Which rooms each room may enter. The system's own modules are free to all but where a test below says otherwise.
private let arrows: [String: Set<String>] = [
  "Imaging": ["CDicom", "CPNG", "CJPEG", "CTIFF", "CWorker"],
  "Phantom": ["Imaging"],
  "Neural": ["COpenBLAS", "CKernels", "CMapped"],
  "Trust": [],
  "Review": ["Imaging", "Neural", "Trust", "CCrypto", "TOMLKit"],
  "Terminal": ["CNcurses", "CZlib", "TOMLKit"],
  "Workstation": ["Review", "Terminal", "Imaging", "Trust"],
  "hilum": [
    "Workstation", "Terminal", "Review", "Imaging", "Neural", "Trust", "Phantom", "ArgumentParser", "TOMLKit",
  ],
]
private let system: Set<String> = ["Foundation", "Dispatch", "Glibc", "Musl", "Darwin", "Synchronization"]

@Suite("The house keeps its shape")
struct ArchitectureTests {
  @Test("No room enters another that the page does not name")
  func importsFollowTheArrows() throws {
    for file in try SourceTree.files(in: "Sources") {
      let allowed = try #require(
        arrows[file.room], "\(file.path) stands in a room that the page does not name")
      for module in file.imports where !allowed.contains(module) && !system.contains(module) {
        Issue.record("\(file.path) imports \(module)")
      }
    }
  }

  @Test("Each C module has one room that imports it, and only internally")
  func cModulesHaveOneImporter() throws {
    for file in try SourceTree.files(in: "Sources") {
      for line in file.lines where line.contains("import C") && !line.hasPrefix("internal import") {
        let module = line.split(separator: " ").last.map(String.init) ?? ""
        #expect(!module.hasPrefix("C") || !isShim(module), "\(file.path): '\(line)' must be internal")
      }
    }
    let importers = Dictionary(
      grouping: arrows.flatMap { room, uses in uses.filter(isShim).map { (module: $0, room: room) } },
      by: \.module)
    for (module, rooms) in importers { #expect(rooms.count == 1, "\(module) has several importers") }
  }

  private func isShim(_ module: String) -> Bool {
    [
      "COpenBLAS", "CKernels", "CMapped", "CNcurses", "CPNG", "CJPEG", "CTIFF", "CDicom", "CWorker",
      "CCrypto",
      "CZlib",
    ].contains(module)
  }

  @Test("The network's room does without Foundation")
  func neuralIsLean() throws {
    for file in try SourceTree.files(in: "Sources/Neural") where file.imports.contains("Foundation") {
      Issue.record("\(file.path) imports Foundation")
    }
  }

  @Test("The workstation is pure: no task, no clock, no waiting, no input or output")
  func workstationIsPure() throws {
    let forbidden = [
      "Task {", "Task.", "Date()", "Date.now", "await ", "FileManager", "print(", "ContinuousClock",
    ]
    for file in try SourceTree.files(in: "Sources/Workstation") {
      for line in file.code {
        for word in forbidden where line.contains(word) { Issue.record("\(file.path): \(line)") }
      }
    }
  }

  @Test("Files are rooms of a size to live in: 500 lines at most, half of them 150 or fewer")
  func filesAreSmall() throws {
    let files = try SourceTree.files(in: "Sources")
    for file in files where file.lines.count > 500 {
      Issue.record("\(file.path) has \(file.lines.count) lines")
    }
    let sizes = files.map(\.lines.count).sorted()
    #expect(sizes[sizes.count / 2] <= 150, "the median file has \(sizes[sizes.count / 2]) lines")
  }

  @Test("Every file says what it is for in its first line")
  func filesIntroduceThemselves() throws {
    for file in try SourceTree.files(in: "Sources") {
      #expect(file.lines.first?.hasPrefix("///") == true, "\(file.path) does not begin with a sentence")
    }
  }

  @Test("Nothing is left for later, and nothing unsafe is waved through")
  func nothingIsLeftForLater() throws {
    let words = ["TODO", "FIXME", "XXX", "try!", "@unchecked Sendable", "nonisolated(unsafe)"]
    for file in try SourceTree.files(in: "Sources") {
      for (number, line) in file.lines.enumerated() {
        for word in words where line.contains(word) && !line.contains("// Reason:") {
          Issue.record("\(file.path):\(number + 1): \(word)")
        }
      }
    }
  }
}

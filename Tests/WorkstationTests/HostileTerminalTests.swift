/// Hostile names and texts in the real program: every byte that it sends is one of ours.

import Foundation
import Glibc
import Imaging
import Testing

@Suite("Hostile text on its way to a terminal", .serialized)
struct HostileTerminalTests {
  /// Every so many of them are looked at one by one, all where somebody counts.
  private static let stride = reliabilityRounds > 1 || isForeign ? 1 : 12
  private static let isForeign = ProcessInfo.processInfo.environment["HILUM_HOSTILE"] != nil
  private static let chosen = HostileString.all.enumerated().filter { $0.offset.isMultiple(of: stride) }
    .map(\.element)

  @Test("names of files, in the queue browser, over the film, and in every sentence about them")
  func names() throws {
    let folder = try Scratch()
    for (number, name) in HostileString.names.enumerated() {
      try folder.write(try Self.film(number), named: name)
    }
    let sitting = try Sitting(given: [folder.path], columns: 120, rows: 40)
    try #require(sitting.opens())
    for number in 0..<HostileString.names.count where number.isMultiple(of: Self.stride) {
      sitting.terminal.type(String(repeating: "]", count: number == 0 ? 0 : 1))
      sitting.settle(milliseconds: 50)
    }
    sitting.terminal.type("bg")
    for _ in 0...(HostileString.names.count / 20) {
      sitting.terminal.type("\u{1B}[6~")
      sitting.settle(milliseconds: 50)
    }
    check(sitting, HostileString.names)
  }

  @Test("patients' names and numbers")
  func patients() throws {
    let folder = try Scratch()
    for (number, hostile) in Self.chosen.enumerated() {
      let facts = DXAttributes(
        studyInstanceUID: "2.25.1", seriesInstanceUID: "2.25.2", sopInstanceUID: "2.25.3.\(number)",
        patientName: hostile.text, patientID: String(hostile.text.prefix(40)), studyDate: "20260211")
      let frame = StoredFrame(
        rows: 48, columns: 64, bitsStored: 12, photometric: .monochrome2,
        values: (0..<48 * 64).map { Int32($0 * (number + 3) % 4096) })
      try folder.write(
        try DicomWriter.write(frame: frame, attributes: facts), named: Array("\(number + 1000).dcm".utf8))
    }
    let sitting = try Sitting(given: [folder.path], columns: 120, rows: 40)
    try #require(sitting.opens())
    sitting.terminal.type("N")
    for _ in Self.chosen {
      sitting.settle(milliseconds: 50)
      sitting.terminal.type("]")
    }
    check(sitting, HostileString.all.map(\.bytes))
  }

  @Test(
    "pasted into the filter, the palette, the help, a note and a text on the film",
    arguments: ["b/", ":", "?", ";", "at"])
  func pasted(keys: String) throws {
    let sitting = try Sitting(columns: 120, rows: 40)
    try #require(sitting.opens())
    for key in keys {
      sitting.terminal.type(String(key))
      sitting.settle(milliseconds: 50)
    }
    for hostile in Self.chosen {
      // The end of a paste ends it wherever it comes from; a terminal takes it out of what it pastes.
      let text = hostile.text.replacing("\u{1B}[201~", with: "")
      sitting.terminal.type("\u{1B}[200~\(text)\u{1B}[201~")
      sitting.terminal.read(milliseconds: 60)
      sitting.terminal.type("\u{15}")
      sitting.terminal.read(milliseconds: 30)
    }
    sitting.settle()
    check(sitting, HostileString.all.map(\.bytes))
    #expect(sitting.acts == 0)
  }

  /// What the program says without a screen goes to a terminal as well.
  @Test(
    "in what commands print and complain of",
    arguments: [["inspect"], ["review"], ["review", "--theme"], ["--"]])
  func printed(words: [String]) throws {
    let folder = try Scratch()
    for hostile in Self.chosen where !hostile.bytes.contains(0) && !hostile.isBlank {
      let text = hostile.text
      let arguments =
        words == ["--"]
        ? ["review", "--" + text] : words + [words.count > 1 ? text : folder.path + "/" + text]
      let terminal = try TypedTerminal(try Sitting.program(), arguments)
      terminal.finish()
      var screen = VirtualScreen(columns: 120, rows: 40)
      screen.feed(terminal.output)
      #expect(screen.unknown == [] && !terminal.output.contains(0x1B), "\(hostile.what)")
    }
  }

  @Test("in what `inspect` prints of a whole folder")
  func inspected() throws {
    let folder = try Scratch()
    for (number, name) in HostileString.names.enumerated() {
      try folder.write(number.isMultiple(of: 9) ? [1, 2, 3] : try Self.film(number), named: name)
    }
    let terminal = try TypedTerminal(try Sitting.program(), ["inspect", folder.path])
    _ = terminal.wait(120) {
      !ProcessorTime.family(of: terminal.process).isWorking && !terminal.read(milliseconds: 500)
    }
    terminal.finish()
    var screen = VirtualScreen(columns: 120, rows: 40)
    screen.feed(terminal.output)
    #expect(screen.unknown == [])
    #expect(!terminal.output.contains(0x1B))
    #expect(terminal.output.count > 100 * HostileString.names.count, "not all of them")
  }

  /// Nothing but our own sequences, none of theirs, no mode changed, and the screen as a redraw leaves it.
  private func check(_ sitting: Sitting, _ texts: [[UInt8]]) {
    sitting.settle()
    #expect(sitting.screen.unknown == [])
    #expect(sitting.screen.modes.isSuperset(of: ["?1049", "?2004", "?1004", "?1002", "?1006"]))
    let ours = Set(["\u{1B}[?25l", "\u{1B}[?1049h", "\u{1B}[?1049l"].map { Array($0.utf8) })
    for text in texts
    where text.count >= 4 && text.contains(where: { $0 < 0x20 || $0 == 0x7F }) && !ours.contains(text) {
      #expect(!Self.contains(sitting.terminal.output, text), "\(text) was sent as it is")
    }
    let differences = sitting.redrawn().differences(from: sitting.screen)
    #expect(differences.isEmpty, "\(differences.prefix(3))")
    #expect(kill(sitting.terminal.process, 0) == 0)
    sitting.terminal.end(with: SIGTERM)
    #expect(sitting.isGivenBack(ExitPathTests.settings) == [])
  }

  private static func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    Data(bytes).range(of: Data(part)) != nil
  }

  private static func film(_ number: Int) throws -> [UInt8] {
    let gray = (0..<48 * 64).map { UInt16(truncatingIfNeeded: $0 * 7 * (number + 1)) }
    return try PNGImage(rows: 48, columns: 64, gray: gray).encoded()
  }

  /// A folder that is removed afterwards; names are bytes.
  private final class Scratch {
    let path = FileManager.default.temporaryDirectory.appending(path: "hilum-hostile-\(UUID().uuidString)")
      .path

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ bytes: [UInt8], named name: [UInt8]) throws {
      let place = (Array(path.utf8) + [UInt8(ascii: "/")] + name + [0]).map { CChar(bitPattern: $0) }
      guard let file = fopen(place, "w") else { throw CocoaError(.fileWriteUnknown) }
      defer { fclose(file) }
      guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw CocoaError(.fileWriteUnknown) }
    }
  }
}

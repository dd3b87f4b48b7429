/// Terminals that send noise, answer late, show little or nothing: the program degrades, and decides nothing by itself.

import Foundation
import Glibc
import Testing

@Suite("Rough terminals", .serialized)
struct RoughTerminalTests {
  @Test("a megabyte of random bytes signs nothing, answers nothing, and ends nothing")
  func noise() throws {
    var random = SystemRandomNumberGenerator.seeded(11)
    for _ in 0..<reliabilityRounds {
      let sitting = try Sitting()
      try #require(sitting.opens())
      for _ in 0..<16 {
        sitting.terminal.send((0..<65_536).map { _ in UInt8(truncatingIfNeeded: random.next()) })
      }
      sitting.terminal.send([0x1B, 0x5C, 0x18, 0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E])
      sitting.settle(milliseconds: 400)
      #expect(sitting.acts == 0)
      #expect(kill(sitting.terminal.process, 0) == 0, "it ended")
      sitting.terminal.type("\u{1B}")
      sitting.settle()
      sitting.terminal.type("q")
      #expect(sitting.terminal.finish() == 0)
      #expect(sitting.screen.unknown == [])
    }
  }

  @Test("a megabyte of pasted text signs nothing, marked as a paste or not", arguments: [true, false])
  func paste(marked: Bool) throws {
    let sitting = try Sitting()
    try #require(sitting.opens())
    let text = Array(String(repeating: "y\rn m\r\u{1B}[A q\n", count: 80_000).utf8)
    sitting.terminal.send(
      (marked ? Array("\u{1B}[200~".utf8) : []) + text + (marked ? Array("\u{1B}[201~".utf8) : []))
    sitting.settle(milliseconds: 400)
    #expect(sitting.acts == 0 && kill(sitting.terminal.process, 0) == 0)
    sitting.terminal.type("q")
    #expect(sitting.terminal.finish() == 0)
  }

  @Test(
    "answers that come after a second are swallowed, and keys that come in pieces over a slow line are keys")
  func slowLine() throws {
    let sitting = try Sitting(graphics: "auto", columns: 120, rows: 40)
    try #require(sitting.opens(), "it must not wait for answers for ever")
    sitting.terminal.type(
      "\u{1B}P>|XTerm(379)\u{1B}\\\u{1B}[?63;1;2;4c\u{1B}_Gi=4207;OK\u{1B}\\\u{1B}[6;20;10t")
    sitting.settle()
    #expect(sitting.screen.lines.contains { $0.contains("1/3") }, "a late answer was taken for keys")
    for _ in 0..<2 {
      for piece in ["\u{1B}", "[", "B"] {
        usleep(10_000)
        sitting.terminal.type(piece)
      }
    }
    #expect(sitting.waits(for: "3/3"), "arrow keys in pieces 10 ms apart")
    #expect(sitting.acts == 0)
    sitting.terminal.type("q")
    #expect(sitting.terminal.finish() == 0)
  }

  @Test("without UTF-8 nothing but ASCII is sent, pictures included", arguments: ["auto", "ascii"])
  func ascii(graphics: String) throws {
    let sitting = try Sitting(graphics: graphics, environment: ["LC_ALL": "C"])
    #expect(sitting.waits(for: "research use"))
    sitting.settle()
    #expect(sitting.terminal.output.allSatisfy { $0 < 0x80 })
    sitting.terminal.type("q")
    #expect(sitting.terminal.finish() == 0)
  }

  @Test("with NO_COLOR no colour is sent")
  func noColor() throws {
    let sitting = try Sitting(environment: ["NO_COLOR": "1"])
    try #require(sitting.opens())
    let text = String(decoding: sitting.terminal.output, as: UTF8.self)
    let colors = text.matches(of: /\u{1B}\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m/)
    #expect(colors.isEmpty, "\(colors.first.map { String($0.output) } ?? "")")
    sitting.terminal.type("q")
    #expect(sitting.terminal.finish() == 0)
  }

  @Test(
    "a terminal without a type, or one that nobody knows, gets a sentence or a plain screen",
    arguments: ["", "dumb", "nonesuch"])
  func types(type: String) throws {
    let sitting = try Sitting(environment: ["TERM": type])
    _ = sitting.terminal.wait(5) { sitting.terminal.shows("TERM=") || sitting.terminal.shows("research use") }
    #expect(sitting.terminal.shows("TERM=") || sitting.terminal.shows("research use"))
    sitting.terminal.type("q")
    let status = sitting.terminal.finish()
    #expect(status & 0x7F == 0, "a sentence, not a crash: \(status)")
    #expect(sitting.terminal.settings == ExitPathTests.settings)
  }

  @Test(
    "output that goes to a file is no screen: the program says so or prints a table, and takes no terminal")
  func outputToFile() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    let sitting = try Sitting(output: file.path)
    sitting.terminal.finish()
    #expect(try !Data(contentsOf: file).contains(0x1B))
    #expect(sitting.terminal.settings == ExitPathTests.settings)
  }
}

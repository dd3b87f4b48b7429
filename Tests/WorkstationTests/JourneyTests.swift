/// The real program in a pseudo-terminal, from the first film to a reopened session.

import Foundation
import Glibc
import Imaging
import Testing

@Suite("A sitting in a terminal", .serialized)
struct JourneyTests {
  /// Three tiny films and a session file, removed afterwards.
  private final class Desk {
    let folder: URL
    var session: String { folder.appending(path: "session.jsonl").path }

    init() throws {
      folder = FileManager.default.temporaryDirectory.appending(path: "hilum-journey-\(UUID().uuidString)")
      let films = folder.appending(path: "films")
      try FileManager.default.createDirectory(at: films, withIntermediateDirectories: true)
      for number in 1...3 {
        let gray = (0..<48 * 64).map { UInt16(truncatingIfNeeded: $0 * 7 * number) }
        let picture = PNGImage(rows: 48, columns: 64, gray: gray)
        try Data(picture.encoded()).write(to: films.appending(path: "film-\(number).png"))
      }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func open() throws -> TypedTerminal {
      let terminal = try TypedTerminal(
        try Sitting.program(),
        [
          "review", folder.appending(path: "films").path, "--session", session, "--graphics", "halfblock",
          "--pack", "none",
        ])
      #expect(terminal.wait { terminal.shows("film-1") && terminal.shows("research use") }, "no first screen")
      return terminal
    }

    /// The answers in the session file, in order.
    var answers: [(label: String, answer: String)] {
      let text = (try? String(contentsOfFile: session, encoding: .utf8)) ?? ""
      return text.split(separator: "\n").compactMap { line in
        guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
          let entry = object["entry"] as? [String: Any], let label = entry["label"] as? String,
          let answer = entry["answer"] as? String
        else { return nil }
        return (label, answer)
      }
    }

    /// The lines of the session file that say `signOff`.
    var signOffs: Int {
      let text = (try? String(contentsOfFile: session, encoding: .utf8)) ?? ""
      return text.split(separator: "\n").count { $0.contains("signOff") }
    }
  }

  @Test("films are signed off, the file says so, and the terminal is given back as it was")
  func signOff() throws {
    let desk = try Desk()
    let terminal = try desk.open()
    #expect(terminal.waitRedrawing("64x48 px"))
    terminal.type("\r")
    #expect(terminal.wait { desk.signOffs == 1 })
    #expect(terminal.waitRedrawing("2/3", "64x48 px"), "the next film was not opened")
    terminal.type("\r")
    #expect(terminal.wait { desk.signOffs == 2 })
    terminal.type("q")
    #expect(terminal.finish() == 0)
  }

  @Test("with the bundled pack, y, n and m answer findings, and the session file holds them")
  func answers() throws {
    let desk = try Desk()
    let film = Sitting.checkout.appending(path: "Samples/phantom-000001.png").path
    let terminal = try TypedTerminal(
      try Sitting.program(),
      [
        "review", film, "--session", desk.session, "--graphics", "halfblock", "--pack",
        Sitting.checkout.appending(path: "Samples/pack").path,
      ])
    #expect(terminal.wait { terminal.shows("phantom-000001") }, "no first screen")
    #expect(terminal.waitRedrawing("mine 0"), "the film was not read")
    terminal.type("\t\tyjnjm")
    #expect(
      terminal.wait { desk.answers.count == 3 }, "the session file holds \(desk.answers.count) answers")
    #expect(Set(desk.answers.map(\.answer)) == ["present", "absent", "undetermined"])
    #expect(Set(desk.answers.map(\.label)).count == 3)
    terminal.type("Q")
    #expect(terminal.finish() == 0)
  }

  @Test("read-only, the films can be looked at and the session file is not touched")
  func readOnly() throws {
    let desk = try Desk()
    let first = try desk.open()
    #expect(first.waitRedrawing("64x48 px"))
    first.type("\r")
    #expect(first.wait { desk.signOffs == 1 })
    first.type("q")
    first.finish()
    let saved = try Data(contentsOf: URL(filePath: desk.session))
    let again = try TypedTerminal(
      try Sitting.program(),
      [
        "review", desk.folder.appending(path: "films").path, "--session", desk.session, "--graphics",
        "halfblock",
        "--pack", "none", "--readonly",
      ])
    #expect(again.waitRedrawing("64x48 px"))
    again.type("!")
    #expect(again.waitRedrawing("film-"))
    again.type("q")
    #expect(again.finish() == 0)
    #expect(try Data(contentsOf: URL(filePath: desk.session)) == saved)
  }

  @Test(
    "quitting, SIGTERM and SIGINT leave the terminal's settings as they found them",
    arguments: [0, SIGTERM, SIGINT])
  func settings(signal: Int32) throws {
    let desk = try Desk()
    let terminal = try TypedTerminal("/bin/true", [])
    let before = terminal.settings
    let running = try desk.open()
    #expect(running.settings != before, "the program did not make its terminal raw")
    if signal == 0 { running.type("q") } else { kill(running.process, signal) }
    running.finish()
    #expect(running.settings == before)
    #expect(running.shows("\u{1B}[?1049l"), "the alternate screen was not left")
  }

  @Test("kill -9 loses nothing that was on the disk, and the next sitting goes on from there")
  func killed() throws {
    let desk = try Desk()
    let terminal = try desk.open()
    #expect(terminal.waitRedrawing("64x48 px"))
    terminal.type("\r")
    #expect(terminal.wait { desk.signOffs == 1 })
    let saved = try Data(contentsOf: URL(filePath: desk.session))
    terminal.end(with: SIGKILL)
    let again = try desk.open()
    #expect(again.waitRedrawing("1/3 done"), "the sign-off was not there again")
    #expect(try Data(contentsOf: URL(filePath: desk.session)).starts(with: saved))
    again.type("u")
    #expect(
      again.wait { (try? String(contentsOfFile: desk.session, encoding: .utf8))?.contains("undoes") ?? false }
    )
    again.type("q")
    #expect(again.finish() == 0)
    let mode = try FileManager.default.attributesOfItem(atPath: desk.session)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test("two sittings cannot write one session: the second says who has it and does not start")
  func locked() throws {
    let desk = try Desk()
    let first = try desk.open()
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(first.process)/exe")
    let second = try TypedTerminal(
      program,
      ["review", desk.folder.appending(path: "films").path, "--session", desk.session, "--graphics", "none"])
    #expect(second.finish() != 0)
    #expect(second.shows("hilum review:"))
    first.type("q")
    first.finish()
  }
}

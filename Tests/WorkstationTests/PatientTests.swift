/// Whose film it is: hidden until asked for, and never beside another film than its own.

import Imaging
import Review
import Terminal
import Testing

import Workstation

@Suite("The patient")
struct PatientTests {
  private func patient(_ row: Int) -> PatientIdentity {
    PatientIdentity(name: "DOE\(row)^Jane", id: "ID-\(row)", birthDate: "19610203")
  }

  /// A room whose films each belong to somebody else.
  private func room(_ columns: Int = 120, _ rows: Int = 40) -> ReadingRoom {
    var room = ReadingRoom(films: 6, columns, rows)
    for _ in 0..<6 {
      for (row, film) in room.state.queue.rows.enumerated() {
        if case .opening(let generation) = film.status {
          room.happen(.opened(row: row, generation: generation, ReadingRoom.film(row, of: patient(row))))
        }
      }
    }
    return room
  }

  @Test(
    "the name is hidden until N shows it, and N hides it again", arguments: [(80, 24), (120, 40), (200, 60)])
  func toggled(columns: Int, rows: Int) {
    var room = room(columns, rows)
    #expect(!room.screen.contains("DOE0"))
    #expect(columns < 100 || room.screen.contains("patient hidden"))
    room.press("N")
    #expect(room.screen.contains("DOE0, Jane  ID ID-0  born 1961-02-03"))
    room.press("N")
    #expect(!room.screen.contains("DOE0"))
  }

  @Test("a file without a patient says so")
  func nobody() {
    var room = ReadingRoom.ready()
    room.press("N")
    #expect(room.state.message == .refusal("this file names no patient"))
  }

  @Test("whatever is pressed, the name on the screen is that of the film on the screen")
  func bound() {
    var room = room()
    room.press("N")
    var random = UInt64(7)
    let keys = Array("]][jkbv/1c\u{1B}xXqo+-gh")
    for _ in 0..<600 {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let key = keys[Int(random >> 33) % keys.count]
      room.happen(.key(key == "\u{1B}" ? .escape : .character(key)))
      if random >> 60 == 0 {
        for (row, film) in room.state.queue.rows.enumerated() {
          if case .opening(let generation) = film.status {
            room.happen(.opened(row: row, generation: generation, ReadingRoom.film(row, of: patient(row))))
          }
        }
      }
      check(room)
    }
  }

  private func check(_ room: ReadingRoom) {
    let frame = view(room.state)
    let screen = frame.grid.lines.joined(separator: "\n")
    let drawn = Set(
      frame.images.compactMap { image -> StudyID? in
        if case .film(let film) = image.recipe { film.study } else { nil }
      })
    for row in 0..<6 where screen.contains("DOE\(row),") {
      #expect(drawn.isEmpty || drawn.contains(ReadingRoom.study(row)), "the name of another film is shown")
      #expect(room.state.queue.rows[row].film?.identity == patient(row))
    }
  }

  @Test("two films whose headers name different patients are compared under a warning, those of one without")
  func compared() {
    var room = room()
    room.state.queue.rows[0].priors = [2]
    room.press("c")
    #expect(room.screen.contains("THE HEADERS NAME DIFFERENT PATIENTS"))
    #expect(PatientMatch(ReadingRoom.film(0, of: patient(1)), ReadingRoom.film(2, of: patient(1))) == .same)
    #expect(PatientMatch(ReadingRoom.film(0), ReadingRoom.film(2, of: patient(1))) == .unknown)
    #expect(!room.screen.contains("DOE"))
    room.press("N")
    #expect(room.screen.contains("DOE0, Jane") && room.screen.contains("DOE2, Jane"))
  }

  @Test("no state, effect or event spells the name, shown or not")
  func silent() {
    var room = room()
    room.press("N")
    let effects = room.press("]]")
    #expect(!"\(room.state)\(effects)".contains("DOE"))
    #expect(!String(reflecting: room.state).contains("ID-0"))
  }
}

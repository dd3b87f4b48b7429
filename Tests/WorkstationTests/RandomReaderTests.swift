/// A reader who presses anything, in a room where anything happens at any size.

import Foundation
import Review
import Terminal
import Testing

import Workstation

@Suite("Anything can happen")
struct RandomReaderTests {
  /// SplitMix64: the same reader every time.
  private struct Chance: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  @Test("10,000 random events and sizes never trap, and no picture shares a cell with text or the last row")
  func tenThousandEvents() {
    var chance = Chance(state: 7)
    var room = ReadingRoom(films: 6)
    for _ in 0..<10_000 {
      room.happen(event(in: room, &chance))
      check(view(room.state))
    }
  }

  private func event(in room: ReadingRoom, _ chance: inout Chance) -> Event {
    let keys = ReadingRoom.keys(
      ":jkhlJKHL123456789]]yyynnmm<Enter><Enter>uuoo+-0=wWiqQ?<Tab><S-Tab><Up><Down><Left><Right><Esc><PgUp><End><C-l>z~é;DN<>abgWp"
    )
    let row = Int.random(in: -1...6, using: &chance)
    let generation = Int.random(
      in: max(0, room.state.queue.generation - 6)...(room.state.queue.generation + 1), using: &chance)
    switch Int.random(in: 0..<26, using: &chance) {
    case 0:
      var surface = ReadingRoom.surface(
        Int.random(in: 0...220, using: &chance), Int.random(in: 0...70, using: &chance))
      surface.cell = PixelSize(
        width: Int.random(in: 0...12, using: &chance), height: Int.random(in: 0...24, using: &chance))
      surface.graphics = GraphicsProtocol.allCases.randomElement(using: &chance) ?? .none
      return .resized(surface)
    case 1: return .opened(row: row, generation: generation, ReadingRoom.film(max(0, row)))
    case 2: return .refused(row: row, generation: generation, "damaged")
    case 3: return .read(ReadingRoom.reading(max(0, row)), generation: generation)
    case 4: return .notRead(ReadingRoom.study(max(0, row)), generation: generation, "not finite")
    case 5: return .waited(Double.random(in: 0...1e6, using: &chance))
    case 6:
      return .model(
        [.none, .loading, .ready(ReadingRoom.pack), .refused("a hash differs")].randomElement(using: &chance)
          ?? .none)
    case 7:
      guard let said = room.state.ledger.pending.first else { return .waited(0) }
      return .saved(
        ticket: said.ticket,
        Decision(
          sequence: room.state.ledger.session.nextSequence, time: Date(timeIntervalSince1970: 0),
          study: said.study,
          act: said.act))
    case 8: return .notSaved(ticket: Int.random(in: 0...9, using: &chance), "the disk is full")
    case 9: return .identified(row: row, ReadingRoom.study(max(0, row)))
    case 10, 11:
      let acts: [Mouse.Act] = [
        .press(.left), .press(.right), .drag(.left), .drag(.right), .release(.left), .wheel(1), .wheel(-1),
      ]
      return .mouse(
        Mouse(
          acts.randomElement(using: &chance) ?? .wheel(1), column: Int.random(in: 0...220, using: &chance),
          row: Int.random(in: 0...70, using: &chance)))
    default: return .key(keys.randomElement(using: &chance) ?? .escape)
    }
  }

  private func check(_ frame: Frame<PictureRecipe>) {
    let size = frame.grid.size
    var taken = Set<Int>()
    for image in frame.images {
      let rect = image.rect
      #expect(rect.column >= 0 && rect.row >= 0 && rect.column + rect.columns <= size.columns)
      #expect(rect.row + rect.rows < size.rows, "a picture touches the last row")
      for row in rect.row..<rect.row + rect.rows {
        for column in rect.column..<rect.column + rect.columns {
          #expect(frame.grid[column, row] == Cell(" ", .film), "text under a picture at \(column),\(row)")
          #expect(taken.insert(row * size.columns + column).inserted, "two pictures at \(column),\(row)")
        }
      }
    }
  }

  @Test("every size from 1x1 up is drawn")
  func allSizes() {
    var room = ReadingRoom.ready()
    for columns in [1, 2, 5, 20, 59, 60, 61, 79, 80, 100, 111, 112, 113, 140, 250, 400] {
      for rows in [1, 2, 3, 4, 10, 19, 20, 21, 24, 50, 100] {
        room.happen(.resized(ReadingRoom.surface(columns, rows)))
        #expect(view(room.state).grid.size == GridSize(columns: columns, rows: rows))
      }
    }
  }
}

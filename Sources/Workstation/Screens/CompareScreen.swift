/// Two films of one patient beside each other: linked, flickering, swapped or as a difference.

import Imaging
import Review
package import Terminal

package struct CompareScreen: Screen {
  /// The row of the other film.
  package var other: Int
  package var isSwapped = false
  /// The other film follows zoom, pan and window; else it stays fitted.
  package var isLinked = true
  /// Both films in one pane, in turn; the ticket of the next wake-up.
  package var flicker: Int?
  package var showsOther = false
  package var isDifference = false

  package init(other: Int) { self.other = other }

  package static let title = "COMPARE"
  static let context = Context("compare")
  package func context(in state: State) -> Context { Self.context }

  package static let commands: [Command] = [
    Command(
      "compare", .compare, "beside an earlier film", in: [.reading], "c", disabled: noFilm,
      asks: { $0.compare() }),
    Command(
      "compare.flicker", .compare, "in turn, twice a second", hint: "flicker", in: [context], "x",
      asks: { $0.toggleFlicker() }),
    Command("compare.swap", .compare, "swap the sides", hint: "swap", in: [context], "X") {
      $0.edit(CompareScreen.self) { $0.isSwapped.toggle() }
    },
    Command("compare.link", .compare, "link zoom, pan, window", hint: "link", in: [context], "L") {
      $0.edit(CompareScreen.self) { $0.isLinked.toggle() }
    },
    Command(
      "compare.older", .compare, "the next older film", in: [context], "P", asks: { $0.compareOlder() }),
    Command(
      "compare.difference", .compare, "difference", hint: "difference", in: [context], "d",
      disabled: differentViews
    ) {
      $0.edit(CompareScreen.self) { $0.isDifference.toggle() }
    },
    Command("compare.end", .compare, "end comparing", in: [context], "c Enter") { $0.endCompare() },
    Command(
      "compare.zoom", .compare, "zoom in, out, fit", in: [context],
      [
        Step("in", "+") { $0.zoom(1) }, Step("out", "-") { $0.zoom(-1) },
        Step("fit", "0 =") { $0.look.viewport = Viewport() },
      ]),
    Command(
      "compare.pan", .compare, "pan, when zoomed", in: [context],
      [
        Step("left", "h Left") { $0.pan(-1, 0) }, Step("right", "l Right") { $0.pan(1, 0) },
        Step("up", "k Up") { $0.pan(0, -1) }, Step("down", "j Down") { $0.pan(0, 1) },
      ], disabled: wholeFilm),
  ]

  package func draw(_ state: State, on frame: inout Frame<PictureRecipe>) {
    drawCompare(self, state, on: &frame)
  }
}

@Sendable private func differentViews(_ state: State) -> String? {
  guard let screen = state.top as? CompareScreen, let other = state.queue.rows[screen.other].film else {
    return "the other film is not open yet"
  }
  guard let view = state.film?.view, view == other.view else {
    return "a difference needs two films of the same known view"
  }
  return nil
}

extension State {
  /// The earlier films of the same patient, the latest first; or, where none is known, the films that the reader marked.
  package var comparable: (rows: [Int], arePriors: Bool) {
    guard let shown else { return ([], false) }
    if !shown.priors.isEmpty { return (shown.priors.filter(queue.rows.indices.contains), true) }
    return (queue.marked.subtracting([queue.shown]).sorted(), false)
  }

  mutating func compare() -> [Effect] {
    guard let other = comparable.rows.first else {
      return refuse(
        "no prior is known: \(keys["browser"]), \(keys["browser.mark"]) marks one to compare"
      )
    }
    open(CompareScreen(other: other))
    queue.beside = other
    return want()
  }

  mutating func compareOlder() -> [Effect] {
    guard let screen = top as? CompareScreen else { return [] }
    let rows = comparable.rows
    guard let next = rows.firstIndex(of: screen.other).map({ $0 + 1 }), next < rows.count else {
      return refuse("there is no older film")
    }
    edit(CompareScreen.self) { ($0.other, $0.isDifference) = (rows[next], false) }
    queue.beside = rows[next]
    return want()
  }

  mutating func endCompare() {
    queue.beside = nil
    close()
  }

  mutating func toggleFlicker() -> [Effect] {
    let ticket = queue.nextGeneration()
    var isOn = false
    edit(CompareScreen.self) {
      $0.flicker = $0.flicker == nil ? ticket : nil
      $0.showsOther = false
      isOn = $0.flicker != nil
    }
    return isOn ? [.wake(ticket: ticket, milliseconds: 500)] : []
  }

  /// The other film's turn; nothing once the flicker was ended or begun anew.
  mutating func flicker(_ ticket: Int) -> [Effect] {
    guard let screen = top as? CompareScreen, screen.flicker == ticket else { return [] }
    let next = queue.nextGeneration()
    edit(CompareScreen.self) {
      $0.showsOther.toggle()
      $0.flicker = next
    }
    return [.wake(ticket: next, milliseconds: 500)]
  }
}

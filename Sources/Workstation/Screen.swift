/// Screens: each a file with its state, its rows, what its keys do and how it is drawn. Adding one adds a row here.

package import Terminal

/// A screen of the workstation as a value.
package protocol Screen: Equatable, Sendable {
  /// As the last line but one names it.
  static var title: String { get }
  /// The rows that it brings, its own key in other screens included.
  static var commands: [Command] { get }
  /// What its keys mean now.
  func context(in state: State) -> Context
  /// Takes a key before any row does, as a line of text has to; nil where it does not want it.
  func typed(_ key: Key, _ state: inout State) -> [Effect]?
  /// The films that the pointer can take hold of.
  func canvases(_ state: State) -> [Canvas]
  /// The left button went down; nil where the screen does not want it.
  func clicked(_ mouse: Mouse, _ state: inout State) -> [Effect]?
  /// The wheel turned away from films; nil: as the arrow keys.
  func wheeled(_ notches: Int, _ mouse: Mouse, _ state: inout State) -> [Effect]?
  func draw(_ state: State, on frame: inout Frame<PictureRecipe>)
}

extension Screen {
  package func typed(_ key: Key, _ state: inout State) -> [Effect]? { nil }
  package func canvases(_ state: State) -> [Canvas] { [] }
  package func clicked(_ mouse: Mouse, _ state: inout State) -> [Effect]? { nil }
  package func wheeled(_ notches: Int, _ mouse: Mouse, _ state: inout State) -> [Effect]? { nil }
}

/// Every screen.
package let screens: [any Screen.Type] = [
  ReadingScreen.self,
  QueueScreen.self,
  CompareScreen.self,
  AnnotateScreen.self,
  ProvenanceScreen.self,
  SummaryScreen.self,
  ExportScreen.self,
  CardScreen.self,
  PlotScreen.self,
  NoteScreen.self,
  DoctorScreen.self,
  PaletteScreen.self,
  HelpScreen.self,
]

/// An open screen, compared by value.
package struct OpenScreen: Equatable, Sendable {
  package var screen: any Screen

  package static func == (a: Self, b: Self) -> Bool {
    func equals<S: Screen>(_ screen: S) -> Bool { b.screen as? S == screen }
    return equals(a.screen)
  }
}

extension State {
  /// The screen that has the keys.
  package var top: any Screen { stack[stack.count - 1].screen }

  /// Draws the screen under one that leaves it in sight. Of each kind at most one is open, so this ends at the first.
  func drawUnder<S: Screen>(_ kind: S.Type, on frame: inout Frame<PictureRecipe>) {
    guard let index = stack.firstIndex(where: { $0.screen is S }), index > 0 else { return }
    stack[index - 1].screen.draw(self, on: &frame)
  }

  /// The open screen of a kind, wherever it stands.
  func opened<S: Screen>(_ kind: S.Type) -> S? { stack.lazy.compactMap { $0.screen as? S }.first }

  /// Puts a screen on top, or, where one of its kind is already open, goes back to there and puts it in its place.
  mutating func open<S: Screen>(_ screen: S) {
    layer = nil
    if let index = stack.firstIndex(where: { $0.screen is S }), index > 0 {
      stack.removeSubrange(index...)
    }
    stack.append(OpenScreen(screen: screen))
  }

  /// Closes the screen on top; the first one stays.
  mutating func close() {
    if stack.count > 1 { stack.removeLast() }
  }

  /// Changes the screen on top, if it is of this kind.
  mutating func edit<S: Screen>(_ kind: S.Type, _ change: (inout S) -> Void) {
    guard var screen = top as? S else { return }
    change(&screen)
    stack[stack.count - 1].screen = screen
  }
}

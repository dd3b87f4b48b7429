/// What a reader does at a terminal, decoded once at the edge: keys, the mouse, pasted text, and looking away.

package enum Input: Equatable, Sendable {
  case key(Key)
  case mouse(Mouse)
  /// Text that came as one piece: marked by the terminal, or too fast for fingers (`InputBurst`). Never a command.
  case paste(String)
  /// The terminal's window gained or lost the keyboard.
  case focus(Bool)

  /// The key, where it is one.
  package var key: Key? {
    if case .key(let key) = self { key } else { nil }
  }
}

/// One report of the mouse. `column` and `row` count cells from 0 at the top left.
package struct Mouse: Equatable, Hashable, Sendable {
  package enum Button: String, Sendable { case left, middle, right }

  package enum Act: Equatable, Hashable, Sendable {
    case press(Button)
    /// Moved with the button down.
    case drag(Button)
    case release(Button)
    /// One notch: -1 up (away from the reader), 1 down.
    case wheel(Int)
  }

  package var act: Act
  package var column: Int
  package var row: Int
  package var shift: Bool
  package var control: Bool

  package init(_ act: Act, column: Int, row: Int, shift: Bool = false, control: Bool = false) {
    self.act = act
    self.column = column
    self.row = row
    self.shift = shift
    self.control = control
  }

  /// From the SGR report `CSI < code ; x ; y M` (m: released), xterm's mode 1006; nil for motion without a button and for
  /// buttons that no mouse of ours has.
  init?(sgr parameters: [Int], isReleased: Bool) {
    guard parameters.count == 3, parameters[1] > 0, parameters[2] > 0, parameters[0] >= 0 else { return nil }
    let code = parameters[0]
    guard let act = Self.act(code, isReleased) else { return nil }
    self.init(
      act, column: parameters[1] - 1, row: parameters[2] - 1, shift: code & 4 != 0, control: code & 16 != 0)
  }

  /// The low bits name the button, 32 is motion, 64 the wheel; 4, 8 and 16 are Shift, Alt and Control.
  private static func act(_ code: Int, _ isReleased: Bool) -> Act? {
    let kind = code & ~28
    if kind == 64 || kind == 65 { return isReleased ? nil : .wheel(kind == 64 ? -1 : 1) }
    let buttons: [Button] = [.left, .middle, .right]
    guard buttons.indices.contains(kind & 3), kind & ~35 == 0 else { return nil }
    let button = buttons[kind & 3]
    return isReleased ? .release(button) : kind & 32 != 0 ? .drag(button) : .press(button)
  }
}

/// The patient's sides. A PA film is read face to face: the patient's left lies on the image's right.

package enum Side: String, CaseIterable, Sendable {
  case right
  case left

  /// The direction of this side along a film's x axis.
  package var sign: Float { self == .right ? -1 : 1 }
}

/// One value for each side.
package struct Sided<Value: Sendable>: Sendable {
  package var right: Value
  package var left: Value

  package init(right: Value, left: Value) {
    self.right = right
    self.left = left
  }

  package subscript(side: Side) -> Value {
    get { side == .right ? right : left }
    set { if side == .right { right = newValue } else { left = newValue } }
  }
}

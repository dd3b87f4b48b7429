/// What pictures are on the glass, and what must be erased and drawn so that others are: bookkeeping without a terminal.

/// What the runtime has for a placement of a frame.
package enum GlassContent: Equatable, Sendable {
  case image(EncodedImage)
  /// Leave the picture that is in exactly this rectangle until a newer one comes; nothing if there is none.
  case keep
  /// No picture: a sentence in the middle of the rectangle (empty: plain background).
  case text(String)
}

/// The work that leads from one set of pictures to the next, in this order.
package struct GlassPlan: Equatable, Sendable {
  /// Rectangles whose cells must be sent again, every one, so that old pixels go.
  package var repaint: [CellRect] = []
  /// Commands that remove pictures before anything is drawn.
  package var removal: [UInt8] = []
  /// Pictures to write, with their rectangles.
  package var draw: [Placed] = []
  /// Commands that remove replaced pictures after the new ones are drawn, so that nothing flickers.
  package var cleanup: [UInt8] = []

  package init() {}

  package struct Placed: Equatable, Sendable {
    package var rect: CellRect
    package var image: EncodedImage

    package init(rect: CellRect, image: EncodedImage) {
      self.rect = rect
      self.image = image
    }
  }
}

package struct Glass: Sendable {
  /// What was meant to be shown, by rectangle.
  package private(set) var shown: [CellRect: EncodedImage] = [:]
  /// Rectangles whose picture was not sent to its end.
  private var doubtful: Set<CellRect> = []

  package init() {}

  /// The picture in `rect` is incomplete: the next plan that wants one there draws it.
  package mutating func doubt(_ rect: CellRect) { doubtful.insert(rect) }

  /// Takes what shall be shown and returns the way there. `isStale`: the terminal was cleared or resized, so that nothing
  /// on it is known any more.
  package mutating func plan(_ wanted: [CellRect: GlassContent], isStale: Bool) -> GlassPlan {
    var plan = GlassPlan()
    var next: [CellRect: EncodedImage] = [:]
    for (rect, content) in wanted {
      switch content {
      case .image(let image): next[rect] = image
      case .keep: next[rect] = shown[rect]
      case .text: break
      }
    }
    let survivors = Set(next.values.map(\.eraser))
    for (rect, old) in sorted(shown) where next[rect] != old {
      let eraser = survivors.contains(old.eraser) ? [] : old.eraser
      if let new = next[rect], new.size.width >= old.size.width, new.size.height >= old.size.height {
        plan.cleanup += eraser
      } else {
        plan.repaint.append(rect)
        plan.removal += eraser
      }
    }
    for (rect, image) in sorted(next) {
      let isTouched = plan.repaint.contains { Self.shareRows($0, rect) }
      let isNew = shown[rect] != image || (doubtful.contains(rect) && wanted[rect] != .keep)
      if isStale || isTouched || isNew { plan.draw.append(.init(rect: rect, image: image)) }
    }
    doubtful = doubtful.filter { next[$0] != nil }.subtracting(plan.draw.map(\.rect))
    shown = next
    return plan
  }

  private func sorted(_ images: [CellRect: EncodedImage]) -> [(CellRect, EncodedImage)] {
    images.sorted { ($0.key.row, $0.key.column) < ($1.key.row, $1.key.column) }.map { ($0.key, $0.value) }
  }

  /// Lines are sent as a whole, so a picture is touched by every repaint on its rows.
  private static func shareRows(_ a: CellRect, _ b: CellRect) -> Bool {
    a.row < b.row + b.rows && b.row < a.row + a.rows
  }
}

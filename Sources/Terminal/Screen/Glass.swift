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
struct GlassPlan: Equatable {
  /// Rectangles whose cells must be sent again, every one, so that old pixels go.
  var repaint: [CellRect] = []
  /// Commands that remove pictures before anything is drawn.
  var removal: [UInt8] = []
  /// Pictures to write, with their rectangles.
  var draw: [Placed] = []
  /// Commands that remove replaced pictures after the new ones are drawn, so that nothing flickers.
  var cleanup: [UInt8] = []

  struct Placed: Equatable {
    var rect: CellRect
    var image: EncodedImage
  }
}

struct Glass {
  private(set) var shown: [CellRect: EncodedImage] = [:]

  /// Takes what shall be shown and returns the way there. `isStale`: the terminal was cleared or resized, so that nothing
  /// on it is known any more.
  mutating func plan(_ wanted: [CellRect: GlassContent], isStale: Bool) -> GlassPlan {
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
      if isStale || isTouched || shown[rect] != image { plan.draw.append(.init(rect: rect, image: image)) }
    }
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

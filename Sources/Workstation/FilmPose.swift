/// How a film is turned for display: one of the eight ways to lay it on the light box. Letters and places follow from it.

package import Imaging
package import Review
package import Terminal

/// Mirrored left to right first, then turned clockwise by quarters. The film itself, annotations and exports never turn.
package struct FilmPose: Hashable, Sendable {
  package private(set) var isMirrored = false
  /// 0...3 quarter turns clockwise.
  package private(set) var quarters = 0

  package init() {}

  /// The pose that changes a film so.
  package init(_ change: Reorientation) {
    isMirrored = change.isMirrored
    quarters = change.isMirrored ? (4 - change.quarterTurns) % 4 : change.quarterTurns
  }

  /// Whether width and height change places.
  package var isSideways: Bool { !quarters.isMultiple(of: 2) }

  package var isAsFiled: Bool { self == FilmPose() }

  package func flippedHorizontally() -> FilmPose {
    var pose = self
    pose.isMirrored.toggle()
    pose.quarters = (4 - quarters) % 4
    return pose
  }

  package func flippedVertically() -> FilmPose { flippedHorizontally().turned().turned() }

  package func turned() -> FilmPose {
    var pose = self
    pose.quarters = (quarters + 1) % 4
    return pose
  }

  /// The film's size as displayed.
  package func size(_ film: PixelSize) -> PixelSize {
    quarters.isMultiple(of: 2) ? film : PixelSize(width: film.height, height: film.width)
  }

  /// Where a place of the film lies on the displayed film of that size.
  package func place(_ point: FilmPoint, on film: PixelSize) -> FilmPoint {
    var (x, y) = (isMirrored ? Double(film.width) - point.x : point.x, point.y)
    var (width, height) = (Double(film.width), Double(film.height))
    for _ in 0..<quarters {
      (x, y) = (height - y, x)
      (width, height) = (height, width)
    }
    return FilmPoint(x, y)
  }

  /// The place of the film that lies at a place of the displayed film.
  package func unplace(_ point: FilmPoint, on film: PixelSize) -> FilmPoint {
    var (x, y) = (point.x, point.y)
    let turned = size(film)
    var (width, height) = (Double(turned.width), Double(turned.height))
    for _ in 0..<quarters {
      (x, y) = (y, width - x)
      (width, height) = (height, width)
    }
    return FilmPoint(isMirrored ? Double(film.width) - x : x, y)
  }

  /// A step on the display as a step on the film.
  package func unturn(_ dx: Double, _ dy: Double) -> (dx: Double, dy: Double) {
    var (x, y) = (dx, dy)
    for _ in 0..<quarters { (x, y) = (y, -x) }
    return (isMirrored ? -x : x, y)
  }

  /// The same change of pixels and letters: a mirror before a turn equals the opposite turn before the mirror.
  package var change: Reorientation {
    Reorientation(quarterTurns: isMirrored ? -quarters : quarters, isMirrored: isMirrored)
  }

  /// Values of a picture of `rows` by `columns`, in the order in which they are displayed.
  package func arrange<T>(_ values: [T], rows: Int, columns: Int) -> [T] {
    change.apply(to: values, rows: rows, columns: columns)
  }

  /// In words for the banner; nil for a film as it was filed.
  package var words: String? {
    let turn = quarters == 0 ? nil : "turned \(quarters * 90)"
    let parts = [isMirrored ? "FLIPPED" : nil, turn].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}

/// The letters of the four edges (PS3.3 C.7.6.1.1.1): known only together, and only through the pose that is displayed.
package struct EdgeLetters: Equatable, Sendable {
  package let left: String
  package let top: String
  package let right: String
  package let bottom: String

  /// nil where the header has no usable letters.
  package init?(_ orientation: PatientOrientation?, _ pose: FilmPose) {
    guard let (along, down) = orientation?.after(pose.change).directions else { return nil }
    func letter(_ direction: PatientDirection) -> String { String(direction.rawValue) }
    (left, top) = (letter(along.opposite), letter(down.opposite))
    (right, bottom) = (letter(along), letter(down))
  }
}

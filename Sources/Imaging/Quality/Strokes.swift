/// Connected marks of one extreme gray: what letters are made of.

/// One connected mark. Positions in pixels, ends exclusive.
struct Stroke {
  let top: Int
  let bottom: Int
  let left: Int
  let right: Int
  /// Pixels of the mark.
  let area: Int
  /// Area over half the outline: how thick the pen was.
  let thickness: Double
  /// Runs of the mark along its middle row.
  let crossings: Int

  var height: Int { bottom - top }
  var width: Int { right - left }
  var fill: Double { Double(area) / Double(height * width) }
}

/// Finds the marks of a mask that are of the size of letters and stand off sharply from what lies round them.
struct StrokeFinder {
  private let plane: GrayPlane
  private let heights: ClosedRange<Int>

  /// - Parameter heights: of letters, in pixels.
  init(_ plane: GrayPlane, heights: ClosedRange<Int>) {
    self.plane = plane
    self.heights = heights
  }

  /// Marks whose pixels satisfy `isMark` within `zone` (a flag for each pixel).
  func strokes(in zone: [Bool], where isMark: (Float) -> Bool) -> [Stroke] {
    let (rows, columns) = (plane.rows, plane.columns)
    var open = [Bool](repeating: false, count: rows * columns)
    for i in open.indices where zone[i] && isMark(plane.values[i]) { open[i] = true }
    var found: [Stroke] = []
    var pixels: [Int] = []
    for start in open.indices where open[start] {
      pixels.removeAll(keepingCapacity: true)
      pixels.append(start)
      open[start] = false
      var next = 0
      while next < pixels.count {
        let (y, x) = (pixels[next] / columns, pixels[next] % columns)
        next += 1
        for ny in max(0, y - 1)...min(rows - 1, y + 1) {
          for nx in max(0, x - 1)...min(columns - 1, x + 1) where open[ny * columns + nx] {
            open[ny * columns + nx] = false
            pixels.append(ny * columns + nx)
          }
        }
      }
      if let stroke = stroke(of: pixels) { found.append(stroke) }
    }
    return found
  }

  /// The mark made of these pixels, if it could be a letter or a row of letters that touch.
  private func stroke(of pixels: [Int]) -> Stroke? {
    let columns = plane.columns
    var (top, bottom, left, right) = (Int.max, 0, Int.max, 0)
    for pixel in pixels {
      top = min(top, pixel / columns)
      bottom = max(bottom, pixel / columns + 1)
      left = min(left, pixel % columns)
      right = max(right, pixel % columns + 1)
    }
    let (height, width) = (bottom - top, right - left)
    guard heights.contains(height), width <= 40 * height, Double(width) >= 0.08 * Double(height) else {
      return nil
    }
    let box = LocalMask(pixels, columns: columns, top: top, left: left, height: height, width: width)
    let thickness = 2 * Double(pixels.count) / Double(max(box.outline, 1))
    let stroke = Stroke(
      top: top, bottom: bottom, left: left, right: right, area: pixels.count, thickness: thickness,
      crossings: box.crossings)
    guard !(stroke.fill > 0.9 && Double(width) > 0.4 * Double(height)),
      thickness <= 0.35 * Double(height) + 1.5, contrast(of: stroke, box, pixels) >= 0.35
    else { return nil }
    return stroke
  }

  /// Median of the mark against the median of what lies at least two pixels away from it, in its own box and three more.
  private func contrast(of stroke: Stroke, _ box: LocalMask, _ pixels: [Int]) -> Float {
    var around: [Float] = []
    for y in max(0, stroke.top - 3)..<min(plane.rows, stroke.bottom + 3) {
      for x in max(0, stroke.left - 3)..<min(plane.columns, stroke.right + 3)
      where !box.isNear(y - stroke.top, x - stroke.left) {
        around.append(plane.values[y * plane.columns + x])
      }
    }
    guard !around.isEmpty else { return 0 }
    return abs(Self.median(pixels.map { plane.values[$0] }) - Self.median(around))
  }

  private static func median(_ values: [Float]) -> Float { values.sorted()[values.count / 2] }
}

/// One mark in its own box.
private struct LocalMask {
  private let height: Int
  private let width: Int
  private var mask: [Bool]

  init(_ pixels: [Int], columns: Int, top: Int, left: Int, height: Int, width: Int) {
    self.height = height
    self.width = width
    mask = [Bool](repeating: false, count: height * width)
    for pixel in pixels { mask[(pixel / columns - top) * width + pixel % columns - left] = true }
  }

  private func isMark(_ y: Int, _ x: Int) -> Bool {
    y >= 0 && y < height && x >= 0 && x < width && mask[y * width + x]
  }

  /// A pixel of the mark, or within two pixels of one.
  func isNear(_ y: Int, _ x: Int) -> Bool {
    for dy in -2...2 { for dx in -2...2 where isMark(y + dy, x + dx) { return true } }
    return false
  }

  /// Pixels with a neighbour above, below or beside that is not of the mark.
  var outline: Int {
    var count = 0
    for y in 0..<height {
      for x in 0..<width where mask[y * width + x] {
        let inside = isMark(y - 1, x) && isMark(y + 1, x) && isMark(y, x - 1) && isMark(y, x + 1)
        count += inside ? 0 : 1
      }
    }
    return count
  }

  /// The median over the rows of the number of runs.
  var crossings: Int {
    let runs = (0..<height).map { y in
      (0..<width).filter { isMark(y, $0) && !isMark(y, $0 - 1) }.count
    }
    return runs.sorted()[height / 2]
  }
}

/// A finished synthetic radiograph: gray values, labels, and where each finding lies.

/// One finding on the film; positions in pixels, x to the right, y down.
package struct Region: Equatable, Sendable {
  package let label: Label
  package let severity: Float
  package let side: Side
  /// True if a reader could point at it.
  package let isFocal: Bool
  package let outlines: [Outline]

  /// Left, top, width and height of the smallest box around the outlines.
  package var box: (x: Float, y: Float, width: Float, height: Float) {
    let points = outlines.flatMap(\.points)
    let low = points.reduce(Point(.infinity, .infinity)) { Point(min($0.x, $1.x), min($0.y, $1.y)) }
    let high = points.reduce(Point(-.infinity, -.infinity)) { Point(max($0.x, $1.x), max($0.y, $1.y)) }
    return (low.x, low.y, high.x - low.x, high.y - low.y)
  }

  package func contains(_ point: Point) -> Bool { outlines.contains { $0.contains(point) } }
}

package enum PhantomError: Error, Equatable {
  case size(rows: Int, columns: Int)
}

package struct Radiograph: Sendable {
  package let rows: Int
  package let columns: Int
  /// Gray in 0...1, row-major, bone white.
  package let gray: [Float]
  package let regions: [Region]
  /// Millimetres between pixel centres at the detector.
  package let spacing: Float

  /// One 0 or 1 per label, in the order of `Label.allCases`; `Normal` is 1 when nothing was drawn.
  package var labels: [Int] {
    let drawn = Set(regions.map(\.label))
    return Label.allCases.map { $0 == .normal ? (drawn.isEmpty ? 1 : 0) : (drawn.contains($0) ? 1 : 0) }
  }

  /// Unsigned integers of `bits` bits; `inverted` stores bone as dark (MONOCHROME1).
  package func pixels(bits: Int, inverted: Bool = false) -> [UInt16] {
    let top = Float((1 << bits) - 1)
    return gray.map { value in
      let v = (min(max(value, 0), 1) * top).rounded()
      return UInt16(inverted ? top - v : v)
    }
  }
}

extension Plan {
  /// The field of view: the shorter side of a film shows this many millimetres.
  private static let field: Float = 400

  /// Projects the plan onto `rows` × `columns` pixels.
  /// - Throws: `PhantomError.size` unless 1...4096 on each side and no more than 2 : 1.
  package func film(rows: Int, columns: Int) throws(PhantomError) -> Radiograph {
    let (short, long) = (min(rows, columns), max(rows, columns))
    guard short >= 1, long <= 4096, long <= 2 * short else {
      throw PhantomError.size(rows: rows, columns: columns)
    }
    let spacing = Self.field / Float(short)
    let detector = Raster(rows: rows, columns: columns, spacing: spacing)
    let (body, drawn) = draw(on: margin(detector))
    let gray = Detector(raster: detector, exposure: exposure).film(
      body.primary(softShare: exposure.softShare))
    let regions = drawn.map { lesion, outlines in
      Region(
        label: lesion.label, severity: lesion.severity, side: lesion.side,
        isFocal: FindingKind.of(lesion.label)?.isFocal ?? false,
        outlines: outlines.map { onFilm($0, detector) })
    }
    return Radiograph(rows: rows, columns: columns, gray: gray.values, regions: regions, spacing: spacing)
  }

  /// The anatomy and its findings as thickness maps, with the outlines of each finding in patient space.
  package func draw(on raster: Raster) -> (body: Body, drawn: [(Lesion, [Outline])]) {
    var thorax = thorax
    for lesion in lesions {
      var fresh = lesion
      FindingKind.of(lesion.label)?.shape(&thorax, &fresh)
    }
    var body = Body(thorax, on: raster)
    let drawn = lesions.map { lesion in
      var fresh = lesion
      return (lesion, FindingKind.of(lesion.label)?.draw(&body, &fresh) ?? [])
    }
    return (body, drawn)
  }

  /// The detector's raster with a border for tilt, shift and magnification.
  private func margin(_ detector: Raster) -> Raster {
    Raster(rows: detector.rows * 9 / 8 + 2, columns: detector.columns * 9 / 8 + 2, spacing: detector.spacing)
  }

  private func onFilm(_ outline: Outline, _ detector: Raster) -> Outline {
    Outline(
      outline.points.map { point in
        let p = exposure.onDetector(point)
        return Point(
          min(max(detector.column(p.x), 0), Float(detector.columns - 1)),
          min(max(detector.row(p.y), 0), Float(detector.rows - 1)))
      })
  }
}

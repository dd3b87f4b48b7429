/// Display shutters out of whatever holds their attributes: an image or a presentation state (PS3.3 C.7.6.11).

/// A set of attributes that can be asked for their texts.
protocol HeaderStrings: ~Copyable {
  /// Value `index` of an attribute, without padding; nil where it is absent or empty.
  func string(_ tag: DicomTag, _ index: Int) -> String?
}

extension DicomDataSet: HeaderStrings {}
extension DataItem: HeaderStrings {}

extension HeaderStrings where Self: ~Copyable {
  var shutters: [Shutter] {
    (0..<3).compactMap { index in
      switch string(.shutterShape, index) {
      case "RECTANGULAR": rectangle
      case "CIRCULAR": circle
      case "POLYGONAL": polygon
      default: nil
      }
    }
  }

  private var rectangle: Shutter? {
    guard let left = whole(.shutterLeft), let right = whole(.shutterRight), let upper = whole(.shutterUpper),
      let lower = whole(.shutterLower), left <= right, upper <= lower
    else { return nil }
    return .rectangle(rows: upper...lower, columns: left...right)
  }

  private var circle: Shutter? {
    guard let row = whole(.shutterCenter, 0), let column = whole(.shutterCenter, 1),
      let radius = whole(.shutterRadius), radius > 0
    else { return nil }
    return .circle(row: row, column: column, radius: radius)
  }

  private var polygon: Shutter? {
    var corners: [Shutter.Corner] = []
    while corners.count < 1024, let row = whole(.shutterVertices, 2 * corners.count),
      let column = whole(.shutterVertices, 2 * corners.count + 1)
    {
      corners.append(.init(row: row, column: column))
    }
    return corners.count >= 3 ? .polygon(corners) : nil
  }

  /// An integer string within the sizes that a film can have.
  private func whole(_ tag: DicomTag, _ index: Int = 0) -> Int? {
    string(tag, index).flatMap { Int($0) }.flatMap { (-65536...131072).contains($0) ? $0 : nil }
  }
}

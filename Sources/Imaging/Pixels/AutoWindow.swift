/// Fits a window to the pixels, from percentiles that collimator blades and markers do not move.

extension ModalityImage {
  /// The window from the 1st to the 99th percentile of the modality values of the exposed field.
  package func autoWindow() -> Window { autoWindow(robustSpread()) }

  func autoWindow(_ spread: ClosedRange<Double>) -> Window {
    let width = spread.upperBound - spread.lowerBound
    return Window(center: spread.lowerBound + width / 2, width: max(width, 1))
  }

  /// The 1st and 99th percentile of the middle of the film, without padding and without a flat background: a lowest or
  /// highest value that by itself covers over 1 % of the field is a blade, a burnt-out skin line or an empty border.
  func robustSpread() -> ClosedRange<Double> {
    var bins = occupied(middleHistogram())
    if bins.count > 2, bins[0].count * 100 > total(bins) { bins.removeFirst() }
    if let last = bins.last, bins.count > 2, last.count * 100 > total(bins) { bins.removeLast() }
    guard let lowest = bins.first, let highest = bins.last else { return nominalRange }
    let all = total(bins)
    let low = percentile(bins, rank: all / 100) ?? lowest.level
    let high = percentile(bins, rank: all - 1 - all / 100) ?? highest.level
    return low...max(low, high)
  }

  private typealias Bin = (level: Double, count: Int)

  /// How often each code occurs in the film without its outer twelfths.
  private func middleHistogram() -> [Int] {
    var counts = [Int](repeating: 0, count: levels.count)
    let top = rows / 12, left = columns / 12
    codes.withUnsafeBufferPointer { codes in
      for y in top..<rows - top {
        let start = y * columns
        for x in left..<columns - left { counts[Int(codes[start + x])] &+= 1 }
      }
    }
    return counts
  }

  private func occupied(_ counts: [Int]) -> [Bin] {
    counts.indices
      .filter { counts[$0] > 0 && !(padding?.contains($0) ?? false) }
      .map { (levels[$0], counts[$0]) }
      .sorted { $0.level < $1.level }
  }

  private func total(_ bins: [Bin]) -> Int { bins.reduce(0) { $0 + $1.count } }

  private func percentile(_ bins: [Bin], rank: Int) -> Double? {
    var seen = 0
    for bin in bins {
      seen += bin.count
      if seen > rank { return bin.level }
    }
    return nil
  }
}

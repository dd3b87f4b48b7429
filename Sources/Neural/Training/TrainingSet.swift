/// Where training takes its pictures and their findings from.

/// Read from several threads at once.
package protocol TrainingSet: Sendable {
  var count: Int { get }
  /// K, the number of findings.
  var labels: Int { get }
  /// Height and width of every picture.
  var size: (height: Int, width: Int) { get }
  /// K targets: 0, 1, or NaN where it is not known.
  func targets(_ index: Int) -> [Double]
  /// rows·columns·K targets, position after position: whether each finding lies there, NaN where it is not known.
  /// Nil for a set that does not know where its findings lie.
  func regionTargets(_ index: Int, rows: Int, columns: Int) -> [Double]?
  /// Fills image [H, W, 3] with the normalised picture, varied by draws from `random` where it is given.
  func fill(_ image: Tensor, with index: Int, varying random: SplitMix64?)
}

extension TrainingSet {
  package func regionTargets(_ index: Int, rows: Int, columns: Int) -> [Double]? { nil }
}

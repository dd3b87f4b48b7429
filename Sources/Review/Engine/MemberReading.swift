/// What one member says of one film, view by view, and how its views become one opinion.

internal import Neural
internal import Trust

struct MemberReading {
  let name: String
  let weight: Double
  /// The views that were read so far, the identity first.
  private(set) var views: [AugmentedView] = [.identity]
  /// By view, then by label.
  private(set) var logits: [[Float]]
  /// By pass with dropout, then by label; `nil` where nobody asked or the head has none.
  var sampled: [[Float]]?
  /// Of the film as it is: maps, Grad-CAM and the vector before the classifier.
  let output: NetworkOutput

  init(name: String, weight: Double, _ output: NetworkOutput) {
    self.name = name
    self.weight = weight
    self.output = output
    logits = [output.logits]
  }

  mutating func add(_ views: [AugmentedView], _ logits: [[Float]]) {
    precondition(views.count == logits.count, "one row of logits for each view")
    self.views += views
    self.logits += logits
  }

  /// The logits of one label by view; mirrored views take part where the label allows it.
  func logits(of index: Int, mayFlip: Bool) -> [Logit] {
    views.indices.filter { mayFlip || !views[$0].isFlipped }.map { Logit(Double(logits[$0][index])) }
  }
}

/// What a pack knows of its own limits: when a finding is not judged, and which films it does not know. `trust.json`.

internal import Foundation
package import Trust

package struct FittedTrust: Codable, Equatable, Sendable {
  static let fileName = "trust.json"
  private static let schema = "hilum.trust/1"
  private static let limit = 256 << 20

  private var schema = FittedTrust.schema
  /// One a label, where they are more than temperatures.
  package var calibrators: [Calibrator]?
  /// What is asked of each label's probabilities where its prevalence is known to differ.
  package var shifts: [PrevalenceShift?]?
  /// `nil` where nobody fitted one: then only disagreement across the threshold abstains.
  package var policy: AbstentionPolicy?
  package var stranger: StrangerModel?

  package init(
    calibrators: [Calibrator]? = nil, shifts: [PrevalenceShift?]? = nil, policy: AbstentionPolicy? = nil,
    stranger: StrangerModel? = nil
  ) {
    self.calibrators = calibrators
    self.shifts = shifts
    self.policy = policy
    self.stranger = stranger
  }

  /// Reads the file of a pack with so many labels.
  /// - Throws: `ReviewError.packValue` naming the file, `.file`.
  init(_ path: String, labels: Int) throws(ReviewError) {
    let bytes = try OpenFile(reading: path).readAll(limit: Self.limit)
    guard let known = try? JSONDecoder().decode(FittedTrust.self, from: Data(bytes)),
      known.schema == Self.schema, known.policy?.limits.count ?? labels == labels,
      known.shifts?.count ?? labels == labels,
      known.calibrators.map({ $0.count == labels && $0.allSatisfy(\.isSound) }) ?? true
    else { throw .packValue(key: Self.fileName, wanted: "\(Self.schema) for \(labels) labels") }
    self = known
  }

  func encoded() -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? Array(encoder.encode(self))) ?? []
  }
}

/// The detectors of films that the pack does not know, and where their evidence comes from.
package struct StrangerModel: Codable, Equatable, Sendable {
  package let model: OODModel
  /// The member whose features and gradient are looked at.
  package let member: String
  /// ODIN's step and temperature, where it takes part.
  package let odin: ODINSetting?

  package init(model: OODModel, member: String, odin: ODINSetting?) {
    self.model = model
    self.member = member
    self.odin = odin
  }
}

/// How ODIN moves and tempers.
package struct ODINSetting: Codable, Equatable, Sendable {
  package let epsilon: Double
  package let temperature: Double

  package init(epsilon: Double, temperature: Double) {
    self.epsilon = epsilon
    self.temperature = temperature
  }
}

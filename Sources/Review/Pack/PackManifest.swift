/// What a model pack says of itself: members, labels, how they are joined and calibrated, and the hash of every file.

package import Imaging
package import Trust

/// The contents of `pack.toml`.
package struct PackManifest: Equatable, Sendable {
  static let schema = "hilum.pack/1"

  /// A file of the pack's folder and the SHA-256 that it must have.
  package struct PinnedFile: Equatable, Sendable {
    package let name: String
    package let sha256: String

    package init(name: String, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }
  }

  /// One network of the ensemble.
  package struct Member: Equatable, Sendable {
    package let name: String
    /// A name of `ModelRegistry`.
    package let architecture: String
    package let weights: PinnedFile
    /// The side of the square input, a multiple of 32.
    package let size: Int
    package let profile: PreprocessProfile
    /// Positive; relative to the other members'.
    package let weight: Double

    package init(
      name: String, architecture: String, weights: PinnedFile, size: Int, profile: PreprocessProfile,
      weight: Double = 1
    ) {
      self.name = name
      self.architecture = architecture
      self.weights = weights
      self.size = size
      self.profile = profile
      self.weight = weight
    }
  }

  package var name: String
  package var version: String
  /// What a reader must know before believing a number; shown on screen.
  package var caution: String?
  package var members: [Member]
  /// How the members are asked and joined where nobody asks for another way.
  package var plan: InferencePlan
  /// In the order of the networks' outputs. The spelling is a contract with the weights.
  package var labels: [String]
  /// Those of them that the networks were never trained on and know by their names alone: listed apart.
  package var zeroShot: [String] = []
  /// `nil` for weights that nobody has calibrated: then there are no probabilities, only scores to rank by.
  package var calibration: Calibration?
  /// Whether the calibrators are no temperatures, and stand in `trust.safetensors`.
  var hasCalibratorsElsewhere = false
  /// What the calibration was fitted to; `nil` where the pack does not say.
  package var seal: CalibrationSeal?
  /// Limits of judgement, and what was measured; `nil` where nobody fitted or measured.
  package var trust: PinnedFile?
  package var measured: PinnedFile?
  package var card: PinnedFile

  package init(
    name: String, version: String = "1", caution: String? = nil, members: [Member],
    plan: InferencePlan = InferencePlan(), labels: [String], calibration: Calibration? = nil,
    seal: CalibrationSeal? = nil, card: PinnedFile
  ) {
    self.name = name
    self.version = version
    self.caution = caution
    self.members = members
    self.plan = plan
    self.labels = labels
    self.calibration = calibration
    self.seal = seal
    (trust, measured) = (nil, nil)
    self.card = card
  }

  /// Every file beside `pack.toml`.
  var files: [PinnedFile] { members.map(\.weights) + [card] + [trust, measured].compactMap { $0 } }
}

/// The thirty findings of CXR-LT 2026, task 1, in the order of its columns.
package enum LabelList {
  package static let cxrlt30 = [
    "Normal", "aortic elongation", "cardiomegaly", "pleural effusion", "Nodule", "atelectasis",
    "pleural thickening", "aortic atheromatosis", "Support Devices", "alveolar pattern", "fracture", "Hernia",
    "Emphysema", "azygos lobe", "Hydropneumothorax", "Kyphosis", "Mass", "Pneumothorax",
    "Subcutaneous Emphysema", "pneumoperitoneo", "vascular hilar enlargement",
    "vertebral degenerative changes",
    "hyperinflated lung", "interstitial pattern", "central venous catheter", "hypoexpansion",
    "bronchiectasis",
    "hemidiaphragm elevation", "sternotomy", "calcified densities",
  ]
}

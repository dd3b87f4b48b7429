/// What the audit log keeps of one inference: hashes, numbers and states, and nothing of the patient.

package import Foundation

package struct AuditEntry: Codable, Equatable, Sendable {
  package static let schema = "hilum.audit/1"

  /// One network that spoke.
  package struct Member: Codable, Equatable, Sendable {
    package let name: String
    package let weightsSHA256: String
    package let weight: Double
    /// `read`, `switched_off` or `failed`; `nil` where no network was asked.
    package let state: String?
  }

  /// One label's number and what was decided on it.
  package struct Label: Codable, Equatable, Sendable {
    package let label: String
    /// The ensemble's logit, and each member's by name.
    package let logit: Double
    package let members: [String: Double]
    /// `nil` where the pack is not calibrated.
    package let probability: Double?
    package let threshold: Double?
    package let temperature: Double?
    package let decision: String?
    /// Why the finding is not judged, as a case name; `nil` where it is.
    package let abstention: String?
    /// Of the members' opinions, in nats: calibrated where a probability is given, else the sigmoids of their logits.
    package let entropy: Double?
    package let mutualInformation: Double?
    /// Of the passes with dropout; `nil` where there were none.
    package let dropoutMutualInformation: Double?
    /// From the lowest to the highest member's probability.
    package let spread: [Double]?

    private enum CodingKeys: String, CodingKey {
      case label, logit, members, probability, threshold, temperature, decision, abstention, entropy, spread
      case mutualInformation = "mutual_information"
      case dropoutMutualInformation = "dropout_mutual_information"
    }
  }

  /// How far the film is from those that the pack knows.
  package struct OOD: Codable, Equatable, Sendable {
    package let score: Double
    package let limit: Double

    package init(score: Double, limit: Double) {
      self.score = score
      self.limit = limit
    }
  }

  /// What of the acquisition can change the answer.
  package struct Acquisition: Codable, Equatable, Sendable {
    package var format: String
    package var modality: String?
    package var viewPosition: String?
    package var photometric: String
    package var isInverted: Bool
    package var burnedInAnnotation: Bool?
  }

  /// Identifiers as keyed hashes: the same study has the same one in this log and in no other.
  package struct Pseudonyms: Codable, Equatable, Sendable {
    package var study: String?
    package var series: String?
    package var instance: String?
  }

  package var schema = Self.schema
  package let event: String
  /// Counts the entries of a log, from 1, through its rotations. Given when the entry is written.
  package internal(set) var sequence = 0
  package let time: Date
  package let program: String
  /// A keyed hash of user and machine.
  package internal(set) var system = ""
  package let pack: String
  package let packSHA256: String
  package internal(set) var members: [Member]
  /// What decides a number beside the weights, as `name=value`: views, merging, fidelity, ensemble, gating.
  package internal(set) var settings: [String] = []
  package internal(set) var views: [String] = []
  /// `applied`, `void` or `none`.
  package internal(set) var calibration = "none"
  /// SHA-256 of the film's file; `nil` where it could not be read.
  package let inputSHA256: String?
  package var acquisition: Acquisition?
  package internal(set) var pseudonyms = Pseudonyms()
  package var deidentification = "unknown"
  package var profiles: [String]
  package var labels: [Label] = []
  package var ood: OOD?
  /// A name of `AbstentionState`, and its reason as a case name.
  package var abstention = "predict"
  package var abstentionReason: String?
  /// SHA-256 over the maps that were shown.
  package var explanationSHA256: String?
  /// How many passes with dropout were made for the uncertainty; 0 where nobody asked or no head has it. `nil` where no network
  /// was asked, and in entries of programs that did not count them.
  package internal(set) var dropoutPasses: Int?
  package var seconds: [String: Double] = [:]
  package var warnings: [String] = []
  package var outputs: [String] = []
  /// The name of what went wrong; never its sentence, which may quote the file.
  package var error: String?

  private enum CodingKeys: String, CodingKey {
    case schema, event, sequence, time, program, system, pack, packSHA256 = "pack_sha256"
    case members, settings, views, calibration, inputSHA256 = "input_sha256", acquisition, pseudonyms
    case deidentification, profiles, labels, ood, abstention, abstentionReason = "abstention_reason"
    case explanationSHA256 = "explanation_sha256", dropoutPasses = "dropout_passes", seconds, warnings,
      outputs, error
  }
}

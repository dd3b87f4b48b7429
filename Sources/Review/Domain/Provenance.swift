/// How the numbers of a reading came about: which networks spoke, on which views, joined how, and calibrated by what.

/// What became of one member of the pack.
package enum MemberState: Equatable, Sendable {
  case read
  /// Left out because the user asked for it.
  case switchedOff
  /// Left out because it cannot be used; the sentence says why.
  case failed(String)

  /// As files write it.
  package var name: String {
    switch self {
    case .read: "read"
    case .switchedOff: "switched_off"
    case .failed: "failed"
    }
  }
}

package struct MemberFacts: Equatable, Sendable {
  package let name: String
  package let architecture: String
  /// The SHA-256 of its weights.
  package let weights: String
  package let weight: Double
  package let state: MemberState

  package init(name: String, architecture: String, weights: String, weight: Double, state: MemberState) {
    self.name = name
    self.architecture = architecture
    self.weights = weights
    self.weight = weight
    self.state = state
  }
}

/// Whether the numbers are probabilities, and if not, why.
package enum CalibrationStatus: Equatable, Sendable {
  /// The pack was never calibrated.
  case none
  /// Fitted to exactly these members and this plan.
  case applied(CalibrationSeal?)
  /// Fitted to something else; the sentence says what differs.
  case void(String)

  package var name: String {
    switch self {
    case .none: "none"
    case .applied: "applied"
    case .void: "void"
    }
  }
}

/// What a calibration was fitted to and on.
package struct CalibrationSeal: Equatable, Sendable {
  /// The fingerprint of members, plan and labels that it holds for.
  package let fittedTo: String
  /// SHA-256 over the films and truths that it was fitted on.
  package let data: String
  package let films: Int
  /// The day, as 2026-11-21, in UTC.
  package let date: String

  package init(fittedTo: String, data: String, films: Int, date: String) {
    self.fittedTo = fittedTo
    self.data = data
    self.films = films
    self.date = date
  }
}

package struct Provenance: Equatable, Sendable {
  /// `nil` for a reading that no engine made.
  package var plan: InferencePlan?
  /// The views in the order in which they were read, by name.
  package var views: [String]
  /// The labels that no mirrored view had a part in, where others had.
  package var unflipped: [String]
  /// Every member of the pack, in its order.
  package var members: [MemberFacts]
  package var calibration: CalibrationStatus
  /// How many passes through a network are behind the numbers, and how many there will be.
  package var passes: Int
  package var passesInAll: Int

  package init(
    plan: InferencePlan? = nil, views: [String] = ["identity"], unflipped: [String] = [],
    members: [MemberFacts] = [], calibration: CalibrationStatus = .none, passes: Int = 1, passesInAll: Int = 1
  ) {
    self.plan = plan
    self.views = views
    self.unflipped = unflipped
    self.members = members
    self.calibration = calibration
    self.passes = passes
    self.passesInAll = passesInAll
  }

  /// Whether more passes will change the numbers.
  package var isPreliminary: Bool { passes < passesInAll }

  /// Whether the networks computed in eight bits.
  package var isReduced: Bool { plan?.precision == .eightBits }

  /// One sentence for each thing that a reader must know: how finely was computed, members that did not speak, calibration
  /// that does not hold.
  package var warnings: [String] {
    (isReduced ? [reducedNotice + "."] : [])
      + members.compactMap { member in
        switch member.state {
        case .read: nil
        case .switchedOff: "Member \(member.name) is switched off."
        case .failed(let reason): "Member \(member.name) did not load: \(reason)"
        }
      } + calibrationWarning
  }

  private var calibrationWarning: [String] {
    if case .void(let reason) = calibration { [reason] } else { [] }
  }
}

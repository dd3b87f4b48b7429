/// What a decoder may use before it is ended, as a function of the size of its input.

package struct WorkerBudget: Equatable, Codable, Sendable {
  /// Address space beyond what the idle worker and the input take.
  package var memoryBytes: Int
  /// Processor time: how long it may compute, however busy the machine is with other things.
  package var seconds: Int
  /// By the clock: for a decoder that waits for what never comes. Far beyond what a sound one takes on a machine that
  /// has a hundred other things to do, or was stopped for a minute.
  package var wallSeconds = Self.longestWait

  package static let baseMemory = 256 << 20
  package static let memoryPerInputByte = 20
  package static let mostMemory = 1536 << 20
  package static let longestWait = 120
  /// Descriptors that a worker may hold.
  package static let openFiles = 16

  /// For an input of so many bytes.
  package init(inputBytes: Int, limits: DecodeLimits = .standard) {
    memoryBytes = min(
      Self.baseMemory + Self.memoryPerInputByte * min(inputBytes, Self.mostMemory), Self.mostMemory)
    seconds = inputBytes <= limits.smallFileBytes ? limits.smallFileSeconds : limits.seconds
  }
}

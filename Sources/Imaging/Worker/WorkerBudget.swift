/// What a decoder may use before it is ended, as a function of the size of its input.

package struct WorkerBudget: Equatable, Codable, Sendable {
  /// Address space beyond what the idle worker and the input take.
  package var memoryBytes: Int
  /// Processor time, and by the clock on a machine that is busy with other things.
  package var seconds: Int
  package var wallSeconds: Int

  package static let baseMemory = 256 << 20
  package static let memoryPerInputByte = 20
  package static let mostMemory = 1536 << 20
  /// The clock may show so many times the processor time: other programs run too.
  package static let patience = 3
  /// Descriptors that a worker may hold.
  package static let openFiles = 16

  /// For an input of so many bytes.
  package init(inputBytes: Int, limits: DecodeLimits = .standard) {
    memoryBytes = min(
      Self.baseMemory + Self.memoryPerInputByte * min(inputBytes, Self.mostMemory), Self.mostMemory)
    seconds = inputBytes <= limits.smallFileBytes ? limits.smallFileSeconds : limits.seconds
    wallSeconds = seconds * Self.patience
  }
}

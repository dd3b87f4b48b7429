/// One direction of a connection over which bytes take their time, in order and as many as are sent.

struct DelayedLine {
  private let latency: Duration
  private var underway: [(due: ContinuousClock.Instant, bytes: [UInt8])] = []

  init(_ latency: Duration) { self.latency = latency }

  mutating func put(_ bytes: [UInt8]) { underway.append((.now + latency, bytes)) }

  /// What has come through by now.
  mutating func take() -> [UInt8] {
    let now = ContinuousClock.now
    let arrived = underway.prefix { $0.due <= now }
    underway.removeFirst(arrived.count)
    return arrived.flatMap(\.bytes)
  }

  /// How long until more comes through; for ever (a day) while nothing is under way.
  var wait: Duration {
    underway.first.map { max(.zero, ContinuousClock.now.duration(to: $0.due)) } ?? .seconds(86_400)
  }
}

/// Scratch memory for forward and backward passes: a bump arena with scopes.

/// Memory comes from a few large chunks that are kept until the workspace goes, so a pass that has run once runs again
/// without touching the allocator. Belongs to one thread.
package final class Workspace {
  private var chunks: [UnsafeMutableBufferPointer<Float>] = []
  private var chunk = 0
  private var used = 0
  private var usedBefore = 0
  private let smallestChunk: Int

  /// The largest number of bytes that were in use at once.
  package private(set) var highWater = 0

  /// How often memory was asked of the system.
  package var growths: Int { chunks.count }
  /// Multiply-adds of all packed products so far.
  package internal(set) var multiplyAdds = 0
  /// Whether what is being computed is not wanted any more; asked by a pass. By default whether the caller's task was
  /// cancelled, which a thread that helps the caller cannot know of itself.
  package var isUnwanted: () -> Bool = { Task.isCancelled }
  /// Takes the time of each layer, where it is given.
  package var stopwatch: Stopwatch?

  /// - Parameter smallestChunk: the least number of floats asked of the system at once.
  package init(smallestChunk: Int = 1 << 20) { self.smallestChunk = smallestChunk }

  deinit { for chunk in chunks { UnsafeMutableRawPointer(chunk.baseAddress)?.deallocate() } }

  /// - Throws: where what is being computed is not wanted any more.
  func stopIfUnwanted() throws(CancellationError) {
    if isUnwanted() { throw CancellationError() }
  }

  /// Uninitialised memory for `shape`, aligned to a cache line, valid until the enclosing scope ends.
  package func tensor(_ shape: [Int]) -> Tensor {
    Tensor(reserve(shape.reduce(1, *)), shape)
  }

  /// As `tensor`, filled with zeros.
  package func zeros(_ shape: [Int]) -> Tensor {
    let zeros = tensor(shape)
    zeros.fill(0)
    return zeros
  }

  /// Runs `body`; what it took from the workspace is free again afterwards.
  package func scope<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    let mark = (chunk, used, usedBefore)
    defer { (chunk, used, usedBefore) = mark }
    return try body()
  }

  private func reserve(_ count: Int) -> UnsafeMutablePointer<Float> {
    let wanted = (max(count, 1) + 15) & ~15
    while chunk < chunks.count, used + wanted > chunks[chunk].count {
      usedBefore += used
      chunk += 1
      used = 0
    }
    if chunk == chunks.count { grow(by: max(wanted, smallestChunk)) }
    let start = used
    used += wanted
    highWater = max(highWater, (usedBefore + used) * MemoryLayout<Float>.stride)
    guard let base = chunks[chunk].baseAddress else { preconditionFailure("a chunk is never empty") }
    return base + start
  }

  private func grow(by count: Int) {
    chunks.append(UnsafeMutableBufferPointer(start: FloatMemory.allocate(count), count: count))
  }
}

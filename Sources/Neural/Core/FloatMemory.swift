/// Memory for numbers, in large pages where there is much of it.

internal import Glibc

enum FloatMemory {
  /// A page of the large kind; below twice of it nothing is gained.
  private static let largePage = 2 << 20

  /// Uninitialised memory for `count` floats (at least one), aligned to a cache line; `deallocate` gives it back.
  ///
  /// Much memory begins on a large page and asks for such pages (`madvise`, MADV_HUGEPAGE): the products walk over rows that
  /// lie kilobytes apart, and with small pages each row costs an entry of the address cache.
  static func allocate(_ count: Int) -> UnsafeMutablePointer<Float> {
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    let isLarge = bytes >= 2 * largePage
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: isLarge ? largePage : 64)
    if isLarge { madvise(memory, bytes, MADV_HUGEPAGE) }
    return memory.bindMemory(to: Float.self, capacity: max(count, 1))
  }
}

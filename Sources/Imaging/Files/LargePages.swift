/// Planes of megabytes in pages of 2 MiB: fresh memory of that kind costs a tenth of what small pages cost.

internal import Glibc

extension UnsafeMutableRawBufferPointer {
  /// Asks the system for large pages (`madvise`, MADV_HUGEPAGE) wherever whole ones fit. It may ignore that.
  func preferLargePages() {
    let page = 2 << 20
    guard count >= 2 * page, let base = baseAddress else { return }
    let ahead = (page - Int(bitPattern: base) % page) % page
    madvise(base + ahead, (count - ahead) / page * page, MADV_HUGEPAGE)
  }
}

extension Array where Element: BitwiseCopyable {
  /// `count` elements in large pages where they are many.
  /// - Parameter fill: writes all of them, or returns false; then the array is empty.
  init(plane count: Int, _ fill: (UnsafeMutableBufferPointer<Element>) -> Bool) {
    self.init(unsafeUninitializedCapacity: count) { elements, initialised in
      let room = UnsafeMutableBufferPointer(rebasing: elements[..<count])
      UnsafeMutableRawBufferPointer(room).preferLargePages()
      initialised = fill(room) ? count : 0
    }
  }
}

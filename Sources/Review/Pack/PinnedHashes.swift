/// The hashes of a pack's files, checked beside whatever else is done with them.

internal import Foundation
internal import Synchronization

/// Begins to hash when it is made, each file on a thread of its own.
final class PinnedHashes: Sendable {
  private let faults = Mutex<[Int: ReviewError]>([:])
  private let group = DispatchGroup()

  init(of files: [PackManifest.PinnedFile], in folder: String) {
    for (place, file) in files.enumerated() {
      DispatchQueue.global(qos: .userInitiated).async(group: group) { [self] in
        if let fault = Self.fault(file, in: folder) { faults.withLock { $0[place] = fault } }
      }
    }
  }

  private static func fault(_ file: PackManifest.PinnedFile, in folder: String) -> ReviewError? {
    do throws(ReviewError) {
      let found = try SHA256.hash(file: folder + "/" + file.name)
      return found == file.sha256
        ? nil : .packMismatch(file: file.name, expected: file.sha256, found: found)
    } catch {
      return error
    }
  }

  /// Waits until all are hashed.
  /// - Throws: the fault of the first file that has one, in the manifest's order.
  func finish() throws(ReviewError) {
    group.wait()
    if let fault = faults.withLock({ $0.min { $0.key < $1.key }?.value }) { throw fault }
  }
}

/// Encoded pictures by recipe, within a budget of bytes: what was seen last stays longest.

package struct ImageCache<Recipe: Hashable & Sendable>: Sendable {
  private struct Entry {
    var image: EncodedImage
    var lastUse: Int
  }

  private let byteLimit: Int
  private var entries: [Recipe: Entry] = [:]
  private var uses = 0
  package private(set) var byteCount = 0

  /// `byteLimit`: the most that all images together may take; one image larger than that is not kept.
  package init(byteLimit: Int = 64 << 20) {
    self.byteLimit = byteLimit
  }

  /// The image, which becomes the last used.
  package mutating func image(for recipe: Recipe) -> EncodedImage? {
    guard entries[recipe] != nil else { return nil }
    uses += 1
    entries[recipe]?.lastUse = uses
    return entries[recipe]?.image
  }

  package mutating func insert(_ image: EncodedImage, for recipe: Recipe) {
    remove(recipe)
    guard image.byteCount <= byteLimit else { return }
    uses += 1
    entries[recipe] = Entry(image: image, lastUse: uses)
    byteCount += image.byteCount
    while byteCount > byteLimit, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
      remove(oldest.key)
    }
  }

  /// Forgets everything: the cell size or the protocol changed.
  package mutating func removeAll() {
    entries = [:]
    byteCount = 0
  }

  private mutating func remove(_ recipe: Recipe) {
    if let entry = entries.removeValue(forKey: recipe) { byteCount -= entry.image.byteCount }
  }
}

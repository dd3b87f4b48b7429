/// Where a key has a meaning: a tree of contexts, from the screen on top up to everywhere.

/// One node of the tree. A row of a context holds in every context below it; the nearest row wins.
package struct Context: Hashable, Sendable {
  /// The names from this node up to the root.
  package let path: [String]
  /// What has to be pressed first, such as `g` of `g h`; empty where the keys act at once.
  package let prefix: String
  /// Whether the context ends with the next key. Only contexts that lie over a screen do.
  package let endsWithKey: Bool

  package var name: String { path[0] }

  /// - Parameter parent: nil for a context in which nothing else holds.
  package init(_ name: String, in parent: Context? = .everywhere) {
    path = [name] + (parent?.path ?? [])
    (prefix, endsWithKey) = ("", false)
  }

  /// A context that one key opens and the next key ends.
  package init(_ name: String, prefix: String) {
    path = [name]
    (self.prefix, endsWithKey) = (prefix, true)
  }

  private init(root: String) {
    path = [root]
    (prefix, endsWithKey) = ("", false)
  }

  package static let everywhere = Context(root: "everywhere")

  /// Whether a row of `other` holds here.
  package func isWithin(_ other: Context) -> Bool { path.contains(other.name) }
}

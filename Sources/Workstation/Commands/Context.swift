/// Where a key has a meaning: a tree of contexts, from the screen on top up to everywhere.

/// One node of the tree. A row of a context holds in every context below it; the nearest row wins.
package struct Context: Hashable, Sendable {
  /// The names from this node up to the root.
  package let path: [String]
  /// The action whose key has to be pressed first, such as that of `film.geometry` in `g h`; nil where keys act at once.
  package let opener: String?
  /// Whether the context ends with the next key. Only contexts that lie over a screen do.
  package let endsWithKey: Bool
  /// Whether letters are text here and never commands.
  package let takesText: Bool

  package var name: String { path[0] }

  /// - Parameter parent: nil for a context in which nothing else holds.
  package init(_ name: String, in parent: Context? = .everywhere, takesText: Bool = false) {
    path = [name] + (parent?.path ?? [])
    (opener, endsWithKey) = (nil, false)
    self.takesText = takesText
  }

  /// A context that an action opens and the next key ends; without an action, it opens by itself.
  package init(_ name: String, openedBy action: String?) {
    path = [name]
    (opener, endsWithKey, takesText) = (action, true, false)
  }

  private init(root: String) {
    path = [root]
    (opener, endsWithKey, takesText) = (nil, false, false)
  }

  package static let everywhere = Context(root: "everywhere")

  /// Whether a row of `other` holds here.
  package func isWithin(_ other: Context) -> Bool { path.contains(other.name) }
}

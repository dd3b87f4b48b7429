/// Numbers of things in words.

/// `1 film`, `2 films`, `0 studies`.
package func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
  "\(count) \(count == 1 ? one : many ?? one + "s")"
}

/// The sentence that every export carries.

package let disclaimer = "Research use only, not for diagnosis"

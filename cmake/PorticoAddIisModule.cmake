# portico_add_iis_module(NAME sources…)
#
# NAME.so, a module that IIS configuration names as image="…\NAME.dll". Only
# RegisterModule leaves it: httpserv.h gives that function default visibility.
function(portico_add_iis_module name)
    add_library(${name} MODULE ${ARGN})
    set_target_properties(${name} PROPERTIES
        PREFIX ""
        C_VISIBILITY_PRESET hidden
        CXX_VISIBILITY_PRESET hidden
        VISIBILITY_INLINES_HIDDEN ON)
    target_link_libraries(${name} PRIVATE Portico::iis)
endfunction()

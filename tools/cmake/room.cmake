# room(<name> [NEEDS <room>...] [PRIVATE_LIBS <target>...])
#
# One static library per folder. Foreign libraries are PRIVATE, so a room
# cannot use libcurl just because its neighbour does. A folder without sources
# is no room yet. ROOMS collects them, upper ones first, as a linker wants them.
function(room name)
    cmake_parse_arguments(ARG "" "" "NEEDS;PRIVATE_LIBS" ${ARGN})
    set(folder "${CMAKE_SOURCE_DIR}/${name}")
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${folder}/*.c" "${folder}/*.cc")
    file(GLOB_RECURSE headers CONFIGURE_DEPENDS "${folder}/*.h")
    list(REMOVE_ITEM sources "${CMAKE_SOURCE_DIR}/app/main.c")
    if(NOT sources)
        return()
    endif()

    add_library(${name} STATIC ${sources})
    target_sources(${name} PUBLIC FILE_SET HEADERS
                   BASE_DIRS "${CMAKE_SOURCE_DIR}" FILES ${headers})
    set_source_files_properties(${headers} PROPERTIES LANGUAGE C)
    foreach(need IN LISTS ARG_NEEDS)
        if(TARGET ${need})
            target_link_libraries(${name} PUBLIC ${need})
        endif()
    endforeach()
    target_link_libraries(${name} PRIVATE project_flags ${ARG_PRIVATE_LIBS})
    target_compile_definitions(${name} PRIVATE
                               KEPT_VERSION="${PROJECT_VERSION}")
    set_target_properties(${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
    set(ROOMS ${name} ${ROOMS} PARENT_SCOPE)
endfunction()
